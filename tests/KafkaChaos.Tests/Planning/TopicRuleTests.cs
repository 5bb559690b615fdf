using KafkaChaos.Model;
using KafkaChaos.Planning;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

/// <summary>Verdicts of one topic, computed by hand: readable, writable, lost by kill, lost by power loss.</summary>
public sealed class TopicRuleTests
{
    private const string ThreeZones = "a=east:1/1 b=east:1/1 c=west:1/1";
    private const string TwoSites = "a=east:2/2 c=west:1/2";
    private const string Witness = "a=east:1/2 c=west:1/2 w=elsewhere:1/0";

    [TestCase(ThreeZones, 3, 2, "z-a-1", "yes, yes, no, no")]
    [TestCase(ThreeZones, 3, 2, "k-a-1", "yes, yes, no, no")]
    [TestCase(ThreeZones, 3, 3, "k-a-1", "yes, no, no, no", Description = "min.insync.replicas equals the replication")]
    [TestCase(ThreeZones, 3, 1, "k-a-1", "yes, yes, no, may", Description = "the in-sync set may be the one that is lost")]
    [TestCase(ThreeZones, 1, 1, "k-a-1", "may, may, no, may", Description = "which broker has a partition is not determined")]
    [TestCase(ThreeZones, 3, 2, "domain east", "partly, no, no, may")]
    [TestCase(ThreeZones, 3, 2, "domain west", "yes, yes, no, no")]
    [TestCase("a=east:2/2 b=east:1/1", 3, 2, "domain east", "no, no, no, yes")]
    [TestCase(TwoSites, 4, 2, "domain east", "partly, stalls, no, may")]
    [TestCase(TwoSites, 4, 2, "domain west", "yes, yes, no, may", Description = "2+2 with 2 goes on, and one side may have been the in-sync set")]
    [TestCase(TwoSites, 4, 3, "domain west", "yes, no, no, no", Description = "2+2 with 3 is durable and stops")]
    [TestCase(TwoSites, 4, 3, "domain east", "partly, no, no, may", Description = "nobody takes the lost members out of the set before they return")]
    [TestCase(Witness, 4, 2, "domain east", "yes, yes, no, may")]
    [TestCase(Witness, 4, 3, "domain east", "yes, no, no, no", Description = "the witness cures the quorum and not min.insync.replicas")]
    [TestCase(Witness, 4, 3, "domain elsewhere", "yes, yes, no, no")]
    [TestCase("a=east:3/0 c=west:0/3", 3, 2, "domain east", "until the next change, until the next change, no, no")]
    [TestCase("a=east:3/1 b=west:0/1 c=west:0/1", 3, 2, "domain east", "partly, stalls, no, may")]
    [TestCase("a=east:3/1 b=west:0/1 c=west:0/1", 2, 1, "domain east", "partly, partly, no, may")]
    public void WithAcksAll(string zones, int replication, int least, string lost, string verdicts) =>
        Assert.That(Sketch.Of(zones, Sketch.Topic(replication, least)).Plan().Row(lost).OfTopic(), Is.EqualTo(verdicts));

    [TestCase(Acks.Leader, 3, "k-a-1", "yes, yes, possible, possible")]
    [TestCase(Acks.Leader, 3, "z-a-1", "yes, yes, no, no")]
    [TestCase(Acks.Leader, 3, "domain east", "partly, partly, possible, possible")]
    [TestCase(Acks.None, 3, "z-a-1", "yes, yes, possible, possible", Description = "it acknowledges nothing")]
    public void WithFewerAcks(Acks acks, int replication, string lost, string verdicts) =>
        Assert.That(Sketch.Of(ThreeZones, Sketch.Topic(replication, 2)).Plan(acks).Row(lost).OfTopic(), Is.EqualTo(verdicts));

    [Test]
    public void AnOnlyReplicaLosesNothingByAKillAndMayByAPowerLoss() =>
        Assert.That(Sketch.Of("a=east:1/1", Sketch.Topic(1, 1)).Plan(Acks.Leader).Row("k-a-1").OfTopic(), Is.EqualTo("no, no, no, possible"));

    [Test]
    public void AnUncleanElectionMayLoseRecordsByAKill()
    {
        var row = Sketch.Of(ThreeZones, Sketch.Topic(3, 2)).With(("unclean.leader.election.enable", "true")).Plan().Row("k-a-1");
        Assert.That(row.OfTopic(), Is.EqualTo("yes, yes, may, may"));
        Assert.That(row.Topics[0].LostByKill.Reason, Does.Contain("In-sync set full: none; worst in-sync set: where no in-sync member lives"));
    }

    [TestCase(null, "yes")]
    [TestCase("1", "no")]
    [TestCase("10000", "yes")]
    public void OnlyAFlushOfEveryRecordProtectsAgainstThePowerLossOfASite(string? messages, string verdict)
    {
        var topology = Sketch.Of("a=east:1/1 b=east:1/1 c=east:1/1", Sketch.Topic(3, 2));
        topology = messages is null ? topology : topology.With(("log.flush.interval.messages", messages));
        Assert.That(topology.Plan().Row("domain east").Topics[0].LostByPowerLoss.Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void AFlushDoesNotHelpAgainstAnUncleanElection() =>
        Assert.That(
            Sketch.Of(ThreeZones, Sketch.Topic(3, 2)).With(("log.flush.interval.messages", "1"), ("unclean.leader.election.enable", "true")).Plan().Row("k-a-1").OfTopic(),
            Is.EqualTo("yes, yes, may, may"));

    [Test]
    public void WithoutRacksTheReasonGivesTheChance()
    {
        var row = Sketch.Of("a=x:1/2 b=y:1/2 c=z:1/2", Sketch.Topic(3, 2)).WithoutRacks().Plan().Row("domain x");
        Assert.That(row.OfTopic(), Is.EqualTo("yes, may, no, may"));
        // 4 of 20 placements have both lost brokers; 1 - 0.8^6.
        Assert.That(row.Topics[0].Writable.Reason, Does.EndWith("depends on the placement: by chance 20 % for one partition, 73.8 % for at least one of 6."));
    }

    [Test]
    public void AFollowersStallIsTheShorterOfSessionAndLag()
    {
        var topology = Sketch.Of(ThreeZones, Sketch.Topic(3, 2));
        Assert.That(Writable(topology), Does.Contain("a stall of up to 18 s (session expiry, before replica.lag.time.max.ms of 30 s)"));
        Assert.That(Writable(topology.With(("replica.lag.time.max.ms", "8000"))), Does.Contain("a stall of up to 12 s (1 to 1.5 times replica.lag.time.max.ms of 8 s, at most the session expiry of 18 s)"));
        Assert.That(topology.Plan().Row("domain east").Topics[0].Readable.Reason, Does.Contain("until the quorum is back"));
    }

    [TestCase("a=east:1/1 b=west:1/1", null, "no", "No consumer group ever forms: __consumer_offsets needs 3 brokers")]
    [TestCase("a=east:3/1 b=west:0/1", "2", "yes", "__consumer_offsets, 2 replicas")]
    public void ConsumerGroupsHangOnTheirOwnTopic(string zones, string? replication, string verdict, string says)
    {
        var topology = Sketch.Of(zones, Sketch.Topic(2, 1));
        topology = replication is null ? topology : topology.With(("offsets.topic.replication.factor", replication));
        var cell = topology.Plan().Row("k-b-1").Groups!;
        Assert.That((cell.Verdict, cell.Reason), Is.EqualTo((verdict, cell.Reason)));
        Assert.That(cell.Reason, Does.StartWith(says));
    }

    [Test]
    public void TheInternalTopicHasItsOwnMinimum()
    {
        var topology = Sketch.Of(ThreeZones, Sketch.Topic(3, 2)).With(("min.insync.replicas", "3"));
        Assert.That(topology.Plan().Row("k-a-1").Groups!.Answer, Is.EqualTo(Answer.No));
        Assert.That(topology.Plan().Row("k-a-1").Topics[0].Writable.Answer, Is.EqualTo(Answer.Yes));
    }

    [TestCase("a=east:1/1 b=west:1/1 c=north:1/1", "k-a-1", "yes")]
    [TestCase("a=east:3/0 b=west:0/3", "domain west", "no")]
    [TestCase("a=east:3/0 b=west:0/3", "domain east", "no")]
    public void AControllerNeedsTheQuorumAndALiveBroker(string zones, string lost, string verdict) =>
        Assert.That(Sketch.Of(zones, Sketch.Topic(3, 2)).Plan().Row(lost).Controller!.Verdict, Is.EqualTo(verdict));

    [Test]
    public void AnExplicitPlacementOverDomainsSurvivesWhereKafkasOwnWouldNot()
    {
        // Four zones, two of them one site: Kafka may put two of three replicas into it.
        var topology = Sketch.Of("a=east:1/1 b=east:1/1 c=west:1/1 w=north:2/1", Sketch.Topic(3, 2));
        Assert.That(topology.Plan().Row("domain east").OfTopic(), Is.EqualTo("yes, may, no, may"));
        var placed = topology with { Topics = [Sketch.Topic(3, 2) with { Placement = [["k-a-1", "k-c-1", "k-w-1"], ["k-c-1", "k-w-1", "k-b-1"]] }] };
        Assert.That(placed.Plan().Row("domain east").OfTopic(), Is.EqualTo("yes, yes, no, no"));
    }

    private static string Writable(Topology topology) => topology.Plan().Row("k-a-1").Topics[0].Writable.Reason;
}
