using KafkaChaos.Model;
using KafkaChaos.Planning;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

public sealed class AdvisorTests
{
    private static readonly Zone[] TwoSites = [new("a", "east"), new("b", "east"), new("c", "west"), new("d", "west")];

    private static readonly Zone[] ThreeSites = [new("a", "one"), new("b", "two"), new("c", "three")];

    [Test]
    public void ThreeSitesGetOneVoterEachAndSurviveTheLossOfAnyOne()
    {
        var best = Advisor.Advise(new(ThreeSites, 3, 3, 3, 2), 1).Best[0];
        Assert.That(best.Shares.Select(share => (share.Voters, share.Brokers)), Is.All.EqualTo((1, 1)));
        Assert.That(best.Domains.Select(loss => (loss.Quorum, loss.Writable, loss.PowerSafe)), Is.All.EqualTo((true, true, true)));
        Assert.That(best.Alike, Is.EqualTo(1));
    }

    [Test]
    public void FiveVotersOverThreeSitesAreNotThreeInOne()
    {
        var best = Advisor.Advise(new(ThreeSites, 5, 3, 3, 2), 1).Best[0];
        Assert.That(best.Shares.Select(share => share.Voters), Is.EqualTo((int[])[2, 2, 1]));
        Assert.That(best.Alike, Is.EqualTo(3));
    }

    [TestCase(3)]
    [TestCase(5)]
    public void WithTwoSitesNoPlacementSurvivesTheLossOfTheOneWithTheMajority(int voters)
    {
        var advice = Advisor.Advise(new(TwoSites, voters, 4, 3, 2), 1000);
        foreach (var placement in advice.Best)
        {
            Assert.That(placement.Domains.Count(loss => loss.Quorum), Is.LessThanOrEqualTo(1));
        }

        Assert.That(advice.Notes, Has.Some.Contains("With two domains no placement survives the loss of both in turn"));
        Assert.That(advice.Notes, Has.Some.StartsWith("a, b are one physical site, east"));
    }

    [Test]
    public void AWitnessInAThirdPlaceCuresTheQuorumAndNotTheInSyncSet()
    {
        var advice = Advisor.Advise(new(TwoSites, 3, 4, 4, 3), 1000);
        Assert.That(advice.WithWitness!.Best[0].Domains.Select(loss => loss.Quorum), Is.All.True);
        var best = advice.WithWitness.Best.First(placement => placement.Domains[0].Quorum && placement.Domains[1].Quorum
            && placement.Shares.Where(share => share.Domain == "east").Sum(share => share.Brokers) == 2);
        Assert.That(best.Shares.Single(share => share.Zone == "witness"), Is.EqualTo(new ZoneShare("witness", "witness", 1, 0)));
        Assert.That(best.Domains.Where(loss => loss.Lost != "witness").Select(loss => loss.Writable), Is.All.False, "two of four replicas live, three are needed");
        Assert.That(best.Domains.Where(loss => loss.Lost != "witness").Select(loss => loss.PowerSafe), Is.All.True, "durable, but it stops");
        Assert.That(advice.Notes, Has.Some.Contains("cures the quorum: it survives the loss of 3 of 3 domains instead of 1 of 2").And.Some.Contains("still find too few"));
    }

    [Test]
    public void WithTwoSitesAndTwoInSyncTheWritesGoOnAndTheInSyncSetMayBeOneSite()
    {
        var best = Advisor.Advise(new(TwoSites, 3, 4, 4, 2), 1).WithWitness!.Best[0];
        Assert.That(best.Domains.Select(loss => loss.Writable), Is.All.True);
        var east = best.Domains.Single(loss => loss.Lost == "east");
        Assert.That((east.PowerSafe, east.PowerSafeInSync), Is.EqualTo((false, true)));
        Assert.That(east.Because[2], Does.Contain("if an in-sync set had shrunk to the 2 replicas that can be there"));
    }

    [Test]
    public void OneSiteIsToldThatNothingSurvivesItsLoss()
    {
        var advice = Advisor.Advise(new([new("a", "east"), new("b", "east"), new("c", "east")], 3, 3, 3, 2), 3);
        Assert.That(advice.Best.SelectMany(placement => placement.Domains).Select(loss => loss.Quorum), Is.All.False);
        Assert.That(advice.Notes, Has.Some.EqualTo("There is one domain, east: no placement survives its loss."));
        Assert.That(advice.WithWitness, Is.Null);
    }

    [Test]
    public void TheSearchSaysOfEveryPlacementWhatTheQuorumSaysOfItsTopology()
    {
        foreach (var placement in Advisor.Advise(new(TwoSites, 3, 3, 3, 2), int.MaxValue).Best)
        {
            var topology = Built(placement);
            foreach (var loss in placement.Domains)
            {
                var lost = topology.Nodes.Where(node => topology.DomainOf(node) == loss.Lost).Select(node => node.Name).ToList();
                Assert.That(Quorum.Survives(topology, lost), Is.EqualTo(loss.Quorum));
            }
        }
    }

    [Test]
    public void EveryPlacementIsCountedOnce()
    {
        foreach (var (zones, voters, brokers) in new[] { (TwoSites, 3, 3), (ThreeSites, 5, 4), (TwoSites[..3], 3, 5) })
        {
            var question = new AdviceQuestion(zones, voters, brokers, 2, 1);
            Assert.That(Advisor.Advise(question, int.MaxValue).Best.Sum(placement => placement.Alike), Is.EqualTo(question.Combinations()));
        }
    }

    [Test]
    public void NoPlacementIsBetterThanTheFirst()
    {
        var all = Advisor.Advise(new(TwoSites, 3, 4, 3, 2), int.MaxValue);
        Assert.That(all.Best.Select(Worth), Is.Ordered.Descending);
        Assert.That(Advisor.Advise(all.Question, 3).Best.Select(Worth), Is.EqualTo(all.Best.Take(3).Select(Worth)));

        static (int, int, int, int, int) Worth(Placement one) => (
            one.Domains.Count(loss => loss.Quorum),
            one.Domains.Count(loss => loss.Writable),
            one.Domains.Count(loss => loss.PowerSafe),
            one.Domains.Count(loss => loss.PowerSafeInSync),
            one.Zones.Count(loss => loss.Writable));
    }

    [Test]
    public void TheNamesAndTheOrderOfZonesChangeNothing()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            Zone[] zones = [.. Enumerable.Range(0, random.Next(1, 5)).Select(place => new Zone($"z{place}", $"d{random.Next(3)}"))];
            var replication = random.Next(1, 4);
            var question = new AdviceQuestion(zones, 3, random.Next(replication, 5), replication, random.Next(1, replication + 1));
            Zone[] renamed = [.. zones.Select(zone => new Zone($"other-{zone.Name}", $"other-{zone.Domain}")).OrderBy(_ => random.Next())];
            Assert.That(Shape(Advisor.Advise(question with { Zones = renamed }, 1)), Is.EqualTo(Shape(Advisor.Advise(question, 1))));
        }
    }

    [TestCase(4, 3, 3, 2, "voters: given 4, expected an odd number")]
    [TestCase(3, 2, 3, 2, "brokers: given 2, expected at least the replication of 3")]
    [TestCase(3, 3, 3, 4, "min-insync: given 4, expected 1 to the replication of 3")]
    [TestCase(3, 3, 0, 1, "replication: given 0, expected at least 1")]
    public void AWrongNumberIsNamedWithWhatIsExpected(int voters, int brokers, int replication, int minInsync, string message)
    {
        var question = new AdviceQuestion(ThreeSites, voters, brokers, replication, minInsync);
        Assert.That(question.Problems(), Has.Some.StartsWith(message));
        Assert.Throws<ArgumentException>(() => Advisor.Advise(question, 1));
    }

    [Test]
    public void AllWrongNumbersAreNamedAtOnce() =>
        Assert.That(new AdviceQuestion(ThreeSites, 2, 1, 3, 9).Problems().Count(), Is.EqualTo(3));

    [Test]
    public void ASearchWithoutEndIsRefused()
    {
        var zones = Enumerable.Range(0, 15).Select(place => new Zone($"z{place}", $"d{place % 5}")).ToList();
        Assert.That(new AdviceQuestion(zones, 5, 300, 3, 2).Problems().Single(), Does.StartWith("zones: given 15 for 5 voters and 300 brokers"));
    }

    private static object Shape(Advice advice) => (
        advice.Best[0].Domains.Count(loss => loss.Quorum),
        advice.Best[0].Domains.Count(loss => loss.Writable),
        advice.Best[0].Domains.Count(loss => loss.PowerSafe),
        advice.Best[0].Zones.Count(loss => loss.Writable),
        string.Join(' ', advice.Best[0].Shares.Select(share => share.Voters).Order()),
        string.Join(' ', advice.Best[0].Shares.Select(share => share.Brokers).Order()));

    private static Topology Built(Placement placement)
    {
        var nodes = placement.Shares.SelectMany(share => Enumerable.Range(1, share.Voters).Select(k => (share.Zone, k)))
            .Select((one, place) => new Node($"zookeeper-{one.Zone}-{one.k}", NodeKind.ZooKeeper, place + 1, one.Zone));
        return new Topology([.. placement.Shares.Select(share => new Zone(share.Zone, share.Domain))], [.. nodes], null, null, []);
    }
}
