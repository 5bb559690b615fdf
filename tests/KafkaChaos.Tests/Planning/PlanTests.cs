using KafkaChaos.Model;
using KafkaChaos.Planning;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

public sealed class PlanTests
{
    // Quorum, controller, groups; then readable, writable, lost by kill, lost by power loss of orders and, where there is one, of payments.
    [TestCase("spread-over-a-and-b", "domain east", "no, no, no, no, no, no, yes")]
    [TestCase("spread-over-a-and-b", "zone b", "yes, yes, yes, yes, yes, no, no")]
    [TestCase("spread-over-a-and-b", "zone a", "no, no, stalls, partly, no, no, may")]
    [TestCase("spread-over-a-and-c", "domain east", "no, no, stalls, partly, stalls, no, may, partly, no, no, may")]
    [TestCase("spread-over-a-and-c", "domain west", "yes, yes, yes, yes, yes, no, may, yes, no, no, no")]
    [TestCase("spread-over-a-b-and-c", "domain east", "no, no, stalls, partly, no, no, may")]
    [TestCase("spread-over-a-b-and-c", "domain west", "yes, yes, yes, yes, yes, no, no")]
    [TestCase("spread-over-a-b-and-c", "zone a", "yes, yes, yes, yes, yes, no, no")]
    [TestCase("spread-over-a-c-and-a-witness", "domain east", "yes, yes, yes, yes, yes, no, may, yes, no, no, no")]
    [TestCase("spread-over-a-c-and-a-witness", "domain west", "yes, yes, yes, yes, yes, no, may, yes, no, no, no")]
    [TestCase("spread-over-a-c-and-a-witness", "domain elsewhere", "yes, yes, yes, yes, yes, no, no, yes, yes, no, no")]
    public void ThePlansOfTheFourSpreadsSayWhatARegionNeeds(string file, string lost, string verdicts) =>
        Assert.That(PlanOf(file).Row(lost).Verdicts(), Is.EqualTo(verdicts));

    [TestCase("spread-over-a-and-b", "All nodes stand in one physical place", "all voters stand in east", "Replicas over domains, and not only over zones")]
    [TestCase("spread-over-a-and-c", "The quorum survives the loss of domain west (c, d), and not of domain east (a, b).", "at least one loss is fatal", "min.insync.replicas no larger than what either domain keeps alone")]
    [TestCase("spread-over-a-b-and-c", "orders is read and written on through the loss of domain west (c, d), and not of domain east (a, b).", "A witness, a voter without a broker in a third domain", "Three domains with a replica in each")]
    [TestCase("spread-over-a-c-and-a-witness", "The quorum survives the loss of any single domain.", "elsewhere is a witness", "it does nothing for min.insync.replicas")]
    public void TheirMeaningNamesTheLossesAndTheCures(string file, params string[] says)
    {
        var meaning = string.Join("\n", PlanOf(file).Meaning);
        TestContext.Out.WriteLine(meaning);
        foreach (var one in says)
        {
            Assert.That(meaning, Does.Contain(one));
        }
    }

    [Test]
    public void WhatIsOneBuildingIsSaidBeforeTheTable()
    {
        Assert.That(PlanOf("spread-over-a-b-and-c").Notes, Has.Some.StartsWith("Zones a and b are one physical domain (east) and die together.").And.Some.Contains("what talks only within east (a and b) does not notice"));
        Assert.That(PlanOf("spread-over-a-and-c").Notes, Has.None.Contains("die together").And.Some.StartsWith("A link cut between two domains"));
        Assert.That(PlanOf("spread-over-a-and-b").Notes, Has.Some.Contains("a link cut between domains is noticed by none of them"));
    }

    [Test]
    public void EveryNodeZoneAndDomainHasARowAndEveryCellAReason()
    {
        var plan = PlanOf("spread-over-a-c-and-a-witness");
        Assert.That(plan.Rows.Select(row => row.Unit).GroupBy(unit => unit).Select(unit => unit.Count()), Is.EqualTo((int[])[7, 3, 3]));
        foreach (var cell in plan.Rows.SelectMany(row => row.Cells))
        {
            Assert.That(cell!.Reason, Does.EndWith(".").And.Length.GreaterThan(20));
        }

        foreach (var cell in plan.Rows.SelectMany(row => row.Topics).SelectMany(topic => new[] { topic.Readable, topic.Writable, topic.LostByKill, topic.LostByPowerLoss }))
        {
            Assert.That(cell.Reason, Does.Contain("n-sync set"), "it names the in-sync set");
        }
    }

    [Test]
    public void PairsAreShownWhereTheyAreWorseThanTheirParts()
    {
        var plan = Sketch.Of("a=east:1/1 b=west:1/1 c=north:1/1", Sketch.Topic(3, 2)).Plan(pairs: true);
        // 15 pairs of nodes: 3 of voters lose the quorum, 3 of brokers stop orders, 9 of one each do neither.
        Assert.That(plan.Counts[0], Is.EqualTo(new PlanCount(LossKind.Pair, Unit.Node, 15, 9)));
        var nodes = plan.Rows.Where(row => row is { Kind: LossKind.Pair, Unit: Unit.Node }).ToList();
        Assert.That(nodes.Select(row => (row.Name, row.Alike, row.Verdicts())), Is.EqualTo(((string, int, string)[])
        [
            ("z-a-1 + z-b-1", 3, "no, no, until the next change, until the next change, until the next change, no, no"),
            ("k-a-1 + k-b-1", 3, "yes, yes, yes, yes, no, no, may"),
        ]));
        Assert.That(plan.Rows.Single(row => row is { Kind: LossKind.Pair, Unit: Unit.Zone }).Alike, Is.EqualTo(3));
    }

    [Test]
    public void NodesThatStandAlikeAreCountedAsPairsToo()
    {
        var plan = Sketch.Of("a=east:5/2 b=west:0/2", Sketch.Topic(4, 3)).Plan(pairs: true);
        // 9 nodes, 36 pairs: any two of four brokers leave 2 of 4 replicas.
        Assert.That(plan.Counts[0], Is.EqualTo(new PlanCount(LossKind.Pair, Unit.Node, 36, 30)));
        Assert.That(plan.Rows.Where(row => row is { Kind: LossKind.Pair, Unit: Unit.Node }).Sum(row => row.Alike), Is.EqualTo(6));
    }

    [Test]
    public void ALossDuringARollingRestartIsALossOfBoth()
    {
        var plan = Sketch.Of("a=east:1/1 b=west:1/1 c=north:1/1", Sketch.Topic(3, 2)).Plan(transient: true);
        var zones = plan.Rows.Where(row => row is { Kind: LossKind.WhileRestarting, Unit: Unit.Zone }).ToList();
        Assert.That(zones.Select(row => (row.Name, row.Alike)), Is.EquivalentTo(((string, int)[])[("zone a while z-b-1 restarts", 6), ("zone a while k-b-1 restarts", 6)]));
        Assert.That(zones.Single(row => row.Name.Contains("z-b")).Quorum!.Answer, Is.EqualTo(Answer.No));
        Assert.That(zones.Single(row => row.Name.Contains("k-b")).Topics[0].Writable.Answer, Is.EqualTo(Answer.No));
    }

    [Test]
    public void AdviceThatTheTopologyContradictsIsANoteAndWhatItDoesNotStateIsNot()
    {
        var topology = Sketch.Of("a=east:3/0");
        Assert.That(Notes(null), Has.None.Contains("advice"));
        Assert.That(Notes(new(6_000_000_000, 1_500_000_000, 240_000_000_000, DiskKind.Ssd)), Has.None.Contains("advice"));
        Assert.That(Notes(new(4L << 30, 2L << 30, 470_000_000_000, null)), Has.None.Contains("advice"), "in powers of two as well");
        var bad = Notes(new(2_000_000_000, 4_000_000_000, 100_000_000_000, DiskKind.Hdd));
        Assert.That(bad, Has.Some.Contains("z-a-1, z-a-2, z-a-3: a heap of 4 GB, where the field's advice for ZooKeeper is 1 to 2 GB"));
        Assert.That(bad, Has.Some.Contains("2 GB of memory, where").And.Some.Contains("larger than the memory").And.Some.Contains("no SSD").And.Some.Contains("a disk of 100 GB"));
        var own = topology with { Nodes = [.. topology.Nodes.Select(node => node.Id == 1 ? node with { Hardware = new(null, 500_000_000, null, null) } : node)] };
        Assert.That(own.Plan().Notes, Has.Some.StartsWith("z-a-1: a heap of 0.5 GB"));

        IReadOnlyList<string> Notes(Hardware? hardware) => (topology with { ZooKeeper = topology.ZooKeeper! with { Hardware = hardware } }).Plan().Notes;
    }

    [TestCase("zookeeper", "tickTime", "500", "a session of 18 s and ZooKeeper grants 10 s: by default 2 to 20 ticks of 0.5 s")]
    [TestCase("zookeeper", "forceSync", "no", "forceSync=no")]
    [TestCase("kafka", "unclean.leader.election.enable", "true", "a replica leads that lacks acknowledged records")]
    public void SettingsThatDecideAreNotes(string software, string name, string value, string says)
    {
        var topology = Sketch.Of("a=east:1/1 b=west:1/1 c=north:1/1", Sketch.Topic(3, 2));
        topology = software == "kafka" ? topology.With((name, value))
            : topology with { ZooKeeper = new ZooKeeperSoftware("3.9.3", new Dictionary<string, string> { [name] = value }) };
        Assert.That(topology.Plan().Notes, Has.Some.Contains(says));
    }

    [Test]
    public void OtherNotes()
    {
        var three = Sketch.Of("a=east:1/1 b=west:1/1 c=north:1/1", Sketch.Topic(3, 3));
        Assert.That(three.Plan().Notes, Has.Some.Contains("equals the replication of 3").And.Some.Contains("leaders stay where the loss drove them").And.None.Contains("4925"));
        Assert.That((three with { ZooKeeper = new ZooKeeperSoftware("3.9.3", Sketch.None) }).Plan().Notes, Has.Some.Contains("4925"));
        Assert.That(three.WithoutRacks().Plan().Notes, Has.Some.StartsWith("Rack awareness is off"));
        Assert.That(three.Plan(Acks.Leader).Notes, Has.Some.StartsWith("Planned for acks=1"));
        Assert.That(Sketch.Of("a=east:1/2", Sketch.Topic(1, 1)).Plan().Notes, Has.Some.Contains("no consumer group ever forms"));
        var kraft = three with { Kafka = new KafkaSoftware("4.1.0", MetadataMode.KRaft, Sketch.None) };
        Assert.That(kraft.Plan().Notes, Has.Some.StartsWith("Eligible leader replicas (on by default on new clusters from 4.1)"));
    }

    [Test]
    public void ATopologyWithoutNodesHasAnEmptyPlan()
    {
        var plan = new Topology([new Zone("a", "east")], [], null, null, []).Plan();
        Assert.That((plan.Rows.Count, plan.Meaning.Count), Is.EqualTo((0, 0)));
    }

    internal static Plan PlanOf(string file)
    {
        var read = ScenarioReader.ReadTopology(Path.Combine(Repository.Root, "scenarios", "topologies", file + ".yaml"));
        Assert.That(read.Problems.Select(problem => problem.ToString()), Is.Empty);
        return Plans.Of(file, read.Topology!, Acks.All, new PlanScope(false, false));
    }
}
