using KafkaChaos.Model;
using KafkaChaos.Planning;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

public sealed class QuorumTests
{
    [TestCase(1, 1)]
    [TestCase(2, 2)]
    [TestCase(3, 2)]
    [TestCase(4, 3)]
    [TestCase(5, 3)]
    [TestCase(6, 4)]
    [TestCase(7, 4)]
    public void AMajorityIsMoreThanHalf(int voters, int majority) => Assert.That(Quorum.Majority(voters), Is.EqualTo(majority));

    // Computed by hand: how many of the voters may be lost at once.
    [TestCase(1, 0)]
    [TestCase(2, 0)]
    [TestCase(3, 1)]
    [TestCase(4, 1)]
    [TestCase(5, 2)]
    [TestCase(6, 2)]
    [TestCase(7, 3)]
    public void AnEvenEnsembleSurvivesNoMoreThanTheOddOneBelowIt(int voters, int most)
    {
        var topology = Sketch.Of($"a=east:{voters}/0");
        for (var lost = 0; lost <= voters; lost++)
        {
            Assert.That(Quorum.Survives(topology, [.. Enumerable.Range(1, lost).Select(one => $"z-a-{one}")]), Is.EqualTo(lost <= most), $"{lost} of {voters}");
        }
    }

    [TestCase("a=east:2/0 c=west:1/0", false, true, Description = "2+1")]
    [TestCase("a=east:2/0 c=west:2/0", false, false, Description = "2+2")]
    [TestCase("a=east:3/0 c=west:2/0", false, true, Description = "3+2")]
    [TestCase("a=east:2/0 c=west:2/0 w=north:1/0", true, true, Description = "2+2+1")]
    [TestCase("a=east:1/0 c=west:1/0 w=north:1/0", true, true, Description = "1+1+1")]
    public void OfTwoSitesTheOneWithTheMajorityIsFatalAndAWitnessCuresIt(string zones, bool withoutEast, bool withoutWest)
    {
        var topology = Sketch.Of(zones);
        var plan = topology.Plan();
        Assert.That(Quorum.Survives(topology, plan.Row("domain east").Nodes), Is.EqualTo(withoutEast));
        Assert.That(Quorum.Survives(topology, plan.Row("domain west").Nodes), Is.EqualTo(withoutWest));
        Assert.That(plan.Row("domain east").Quorum!.Answer, Is.EqualTo(withoutEast ? Answer.Yes : Answer.No));
    }

    [Test]
    public void ObserversNeverCount()
    {
        var topology = Sketch.Of("a=east:3/0");
        var more = topology with { Nodes = [.. topology.Nodes, .. Enumerable.Range(10, 4).Select(id => new Node($"o-{id}", NodeKind.ZooKeeper, id, "a") { Role = NodeRole.Observer })] };
        Assert.That(Quorum.Survives(more, ["z-a-1", "z-a-2"]), Is.False, "one voter and four observers live");
        Assert.That(Quorum.Survives(more, ["o-10", "o-11", "o-12", "o-13", "z-a-1"]), Is.True);
        Assert.That(more.Plan().Notes, Has.Some.StartsWith("4 observers:"));
    }

    [TestCase("", true)]
    [TestCase("z-a-1 z-a-2 z-a-3", true, Description = "a dead group: two of three groups hold")]
    [TestCase("z-a-1 z-a-2 z-a-3 z-b-1", true, Description = "5 of 9, 2 of 3 in b and all of c")]
    [TestCase("z-a-1 z-a-2 z-b-1 z-b-2", false, Description = "5 of 9 live, but one group alone holds")]
    [TestCase("z-a-1 z-b-1 z-c-1", true)]
    [TestCase("z-a-1 z-a-2 z-b-1 z-c-1", true, Description = "b and c hold with two each")]
    [TestCase("z-a-1 z-a-2 z-a-3 z-b-1 z-b-2", false)]
    public void ThreeGroupsOfThreeNeedTwoOfThreeVotesInTwoGroups(string lost, bool survives) =>
        Assert.That(Quorum.Survives(Grouped(), Split(lost)), Is.EqualTo(survives));

    [Test]
    public void AGroupWithoutWeightIsIgnored()
    {
        var topology = Grouped(("z-c-1", 0), ("z-c-2", 0), ("z-c-3", 0));
        Assert.That(Quorum.Groups(topology, []).Select(group => group.Name), Is.EqualTo((string[])["a", "b"]));
        Assert.That(Quorum.Survives(topology, Split("z-c-1 z-c-2 z-c-3")), Is.True);
        Assert.That(Quorum.Survives(topology, Split("z-a-1 z-a-2")), Is.False, "both groups that are left must hold");
    }

    [Test]
    public void VotesAreCountedAndNotVoters()
    {
        var topology = Grouped(("z-a-1", 3), ("z-b-3", 0));
        Assert.That(Quorum.Survives(topology, Split("z-a-2 z-a-3 z-c-1 z-c-2 z-c-3")), Is.True, "a keeps 3 of 5 and b 2 of 2");
        Assert.That(Quorum.Survives(topology, Split("z-a-1 z-c-1 z-c-2 z-c-3")), Is.False, "a keeps 2 of 5");
        Assert.That(Quorum.Survives(topology, Split("z-b-1 z-c-1 z-c-2 z-c-3")), Is.False, "b keeps 1 of 2");
    }

    [Test]
    public void BrokersOnlyHaveNoVoteInKRaftAndACombinedNodeLosesBothRoles()
    {
        var topology = KRaft(NodeRole.Combined, NodeRole.Combined, NodeRole.Controller, NodeRole.Broker, NodeRole.Broker);
        Assert.That(Quorum.Survives(topology, ["n-4", "n-5"]), Is.True);
        Assert.That(Quorum.Survives(topology, ["n-1"]), Is.True);
        Assert.That(Quorum.Survives(topology, ["n-1", "n-3"]), Is.False);
        var lost = topology.Plan().Row("n-1");
        Assert.That(lost.Quorum!.Reason, Does.StartWith("2 of 3 KRaft controllers live"));
        Assert.That(lost.OfTopic(), Is.EqualTo("yes, yes, no, no"), "its replica is lost too: 2 of 3 are left");
        Assert.That(lost.Topics[0].Writable.Reason, Does.Contain("9 s (broker.session.timeout.ms"));
        Assert.That(topology.Plan().Row("n-4").Quorum!.Reason, Does.StartWith("3 of 3"));
        Assert.That(topology.Plan().Notes, Has.Some.Contains("2 nodes are broker and controller"));
    }

    [Test]
    public void WithoutControllersThereIsNoQuorum() => Assert.That(Quorum.Survives(KRaft(NodeRole.Broker), []), Is.False);

    [Test]
    public void WhereNothingVotesNothingIsLost() =>
        Assert.That(Quorum.Survives(new Topology([new Zone("a", "east")], [], null, null, []), []), Is.True);

    [TestCase("3.9.4", "oracle")]
    [TestCase("3.6.4", "no")]
    public void AnOracleMakesTheLossOfOneOfTwoVotersConditional(string version, string verdict)
    {
        var topology = Sketch.Of("a=east:1/1 c=west:1/1", Sketch.Topic(2, 1));
        topology = topology with { ZooKeeper = new ZooKeeperSoftware(version, new Dictionary<string, string> { ["oraclePath"] = "/oracle" }) };
        var east = topology.Plan().Row("domain east");
        Assert.That((east.Quorum!.Verdict, east.Controller!.Verdict), Is.EqualTo((verdict, verdict)));
        Assert.That(east.Topics[0].Writable.Answer, Is.EqualTo(Answer.Conditional));
        Assert.That(Quorum.Survives(topology, east.Nodes), Is.False, "a run is not judged by what a file may say");
        Assert.That(topology.Plan().Notes, Has.Some.Contains("racle"));
    }

    [TestCase(3, "3 ZooKeeper voters: a majority is 2, so any one may be lost, and none more: during the maintenance of one the failure of another stops the quorum")]
    [TestCase(5, "5 ZooKeeper voters: a majority is 3, so any 2 may be lost: the quorum survives one failure during the maintenance of another.")]
    [TestCase(4, "take 3 or 5.")]
    [TestCase(1, "1 ZooKeeper voter: a majority is 1, so no loss is survived.")]
    public void TheNoteSaysWhyOddAndHowManyDuringMaintenance(int voters, string says) =>
        Assert.That(Sketch.Of($"a=east:{voters}/0").Plan().Notes[0], Does.Contain(says));

    [Test]
    public void OnlyFiveSurviveAFailureDuringTheMaintenanceOfAnother()
    {
        Assert.That(Sketch.Of("a=east:5/0").Plan(transient: true).Rows, Has.None.Matches<PlanRow>(row => row is { Kind: LossKind.WhileRestarting, Unit: Unit.Node }));
        var three = Sketch.Of("a=east:3/0").Plan(transient: true).Rows.Single(row => row is { Kind: LossKind.WhileRestarting, Unit: Unit.Node });
        Assert.That((three.Alike, three.Quorum!.Answer), Is.EqualTo((6, Answer.No)), "each of three, while each of the two others restarts");
    }

    private static Topology KRaft(params NodeRole[] roles) => new(
        [new Zone("a", "east")],
        [.. roles.Select((role, index) => new Node($"n-{index + 1}", NodeKind.Kafka, index + 1, "a") { Role = role })],
        null,
        new KafkaSoftware("4.1.0", MetadataMode.KRaft, Sketch.None) { Racks = false },
        [Sketch.Topic(3, 2)]);

    private static Topology Grouped(params (string Voter, int Votes)[] weights)
    {
        var topology = Sketch.Of("a=east:3/0 b=west:3/0 c=north:3/0");
        return topology with
        {
            ZooKeeper = topology.ZooKeeper! with
            {
                Groups = [.. "abc".Select(zone => new VoterGroup(zone.ToString(), [$"z-{zone}-1", $"z-{zone}-2", $"z-{zone}-3"]))],
                Weights = weights.ToDictionary(one => one.Voter, one => one.Votes),
            },
        };
    }

    private static string[] Split(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
