using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>An isolation parts the ensemble: who holds a quorum afterwards goes on, on whichever side.</summary>
public sealed class IsolationTests
{
    private static readonly string[] East = ["zookeeper-a-1", "zookeeper-b-1", "kafka-a-1", "kafka-b-1"];

    [TestCase(Peers.ZooKeeper)]
    [TestCase(Peers.Nodes)]
    public void AMajorityThatIsIsolatedTogetherKeepsTheQuorum(Peers from)
    {
        var story = Isolated(from);
        Assert.That(story.Trial.Expect.QuorumSurvives, Is.True);
        Assert.That(Strike.All(story.History, story.Scenario.Topology, S(50)).Single().Lost, Is.EqualTo(["zookeeper-c-1"]));
        if (from == Peers.ZooKeeper)
        {
            story.Passes();
        }

        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Passed), story.Find("quorum").Statement);
        story.Change<QuorumWrite>(one => one.Invoked > S(20), one => one with { Outcome = Outcome.Unknown, Version = null });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("quorum").Statement, Does.StartWith("the quorum did not survive"));
    }

    [Test]
    public void AMajorityThatNoClientReachesIsLostToThem()
    {
        var story = Isolated(Peers.Nodes, Peers.ZooKeeper, Peers.Clients);
        Assert.That(story.Trial.Expect.QuorumSurvives, Is.False);
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("quorum").Statement, Does.StartWith("the prediction is refuted"));
        story.Change<QuorumWrite>(one => one.Invoked > S(20) && one.Invoked < S(41), one => one with { Outcome = Outcome.Unknown, Version = null });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Passed), story.Find("quorum").Statement);
    }

    [TestCase(true, null, Verdict.Passed)]
    [TestCase(false, null, Verdict.Passed)]
    [TestCase(true, false, Verdict.Failed)]
    [TestCase(false, true, Verdict.Failed)]
    public void WhereItCannotBeSaidWhatWasSeenDecidesUnlessTheScenarioDoes(bool serves, bool? demanded, Verdict verdict)
    {
        // The healed one hears the one that is still cut, which does not hear the third; then that one is cut off, too.
        var story = Isolated(Peers.ZooKeeper);
        story.Scenario = story.Scenario with { Expect = new Expectations(QuorumSurvives: demanded) };
        story.Add(new FaultRequested(2, Fault.Heal, ["zookeeper-a-1"], "node", "") { At = S(21) });
        story.Add(new FaultApplied(2, Fault.Heal, "zookeeper-a-1", S(21), S(21.1), S(21.1), "follower") { At = S(21.1), Packets = 3 });
        story.Add(new FaultRequested(3, Fault.Isolate, ["zookeeper-c-1"], "node", "") { At = S(22), From = [Peers.Nodes] });
        story.Add(new FaultApplied(3, Fault.Isolate, "zookeeper-c-1", S(22), S(22.1), S(22.1), "3 packets dropped") { At = S(22.1), Packets = 3 });
        if (!serves)
        {
            story.Change<QuorumWrite>(one => one.Invoked > S(22) && one.Invoked < S(41), one => one with { Outcome = Outcome.Unknown, Version = null });
        }

        Assert.That(Strike.All(story.History, story.Scenario.Topology, S(50)).Select(one => one.IsOpen), Is.EqualTo([false, true]));
        var finding = story.Judge().Findings.Last(one => one.Property == "quorum");
        Assert.That(finding.Verdict, Is.EqualTo(verdict), finding.Statement);
    }

    // Five voters; each of the groups is isolated by itself, one after the other.
    [TestCase("12", "zookeeper", "12", true)]
    [TestCase("123", "zookeeper", "45", true)]
    [TestCase("123", "zookeeper,clients", "123", false)]
    [TestCase("12 3", "zookeeper", "123", false)]
    [TestCase("12 4", "zookeeper", "124", false)]
    [TestCase("1 2", "peers", "12", true)]
    [TestCase("123 1", "zookeeper", "123", false)]
    [TestCase("123", "clients", "", true)]
    [TestCase("12345", "zookeeper", "", true)]
    public void TheGroupThatHoldsAQuorumAndIsReachedGoesOn(string groups, string from, string lost, bool survives)
    {
        var topology = Five();
        var toll = new Toll(topology);
        Peers[] peers = [.. from.Split(',').Select(one => one == "peers" ? Peers.Nodes : one == "clients" ? Peers.Clients : Peers.ZooKeeper)];
        foreach (var (group, step) in groups.Split(' ').Select((group, step) => (group, step)))
        {
            toll.Take(new FaultRequested(step, Fault.Isolate, [.. group.Select(number => $"zookeeper-{number}")], "", "") { At = S(step), From = peers });
        }

        Assert.That(toll.Down, Is.EquivalentTo(lost.Select(number => $"zookeeper-{number}")));
        Assert.That(KafkaChaos.Planning.Quorum.Survives(topology, toll.Down), Is.EqualTo(survives));
        Assert.That(toll.IsOpen, Is.False);
    }

    [Test]
    public void AGroupThatLosesItsQuorumByAnotherFaultIsCutOffAfterAll()
    {
        var toll = new Toll(Five());
        Assert.That(toll.Take(Isolate(0, "123")), Is.EquivalentTo(["zookeeper-4", "zookeeper-5"]));
        toll.Take(new FaultRequested(1, Fault.Kill, ["zookeeper-1"], "", "") { At = S(1) });
        Assert.That(KafkaChaos.Planning.Quorum.Survives(Five(), toll.Down), Is.False);
        toll.Take(new FaultRequested(2, Fault.Start, ["zookeeper-1"], "", "") { At = S(2) });
        toll.Take(new FaultRequested(3, Fault.Heal, ["zookeeper-1", "zookeeper-2", "zookeeper-3"], "", "") { At = S(3) });
        Assert.That(toll.Down, Is.Empty);
    }

    private static FaultRequested Isolate(int step, string numbers) =>
        new(step, Fault.Isolate, [.. numbers.Select(number => $"zookeeper-{number}")], "", "") { At = S(step), From = [Peers.ZooKeeper] };

    private static Topology Five()
    {
        var topology = new Story().Scenario.Topology;
        return topology with { Kafka = null, Topics = [], Nodes = [.. Enumerable.Range(1, 5).Select(id => new Node($"zookeeper-{id}", NodeKind.ZooKeeper, id, topology.Zones[0].Name))] };
    }

    /// <summary>Zones a and b are isolated together from 20 s to 40 s; nothing of the cluster changes but that zone c no longer serves.</summary>
    private static Story Isolated(params Peers[] from)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [new Step("cut", S(10), Fault.Isolate, new Target.Nodes(East)), new Step(null, S(20), Fault.Heal, new Target.SameAs("cut"))] };
        story.Remove<PartitionState>(one => one.At > S(20));
        story.Remove<ControllerSeen>(one => one.At > S(20));
        story.Remove<BrokerRegistration>(one => one.At > S(20));
        story.Remove<MemberRole>(one => one.At > S(20));
        story.Remove<NodeProcess>();
        story.Remove<FaultApplied>();
        story.Change<FaultRequested>(one => one.Step == 0, one => one with { Fault = Fault.Isolate, Nodes = East, From = from, Direction = Direction.Both });
        story.Change<FaultRequested>(one => one.Step == 1, one => one with { Fault = Fault.Heal, Nodes = East });
        foreach (var node in East)
        {
            story.Add(new FaultApplied(0, Fault.Isolate, node, S(20.01), S(20.3), S(20.05), "3 packets dropped so far") { At = S(20.3), Packets = 3 });
            story.Add(new FaultApplied(1, Fault.Heal, node, S(40.01), S(40.3), S(40.05), "9 packets had met the rules") { At = S(40.3), Packets = 9, Remains = [] });
        }

        story.Add(new MemberRole("zookeeper-c-1", S(22), MemberMode.NotServing, null) { At = S(22.1) });
        story.Add(new MemberRole("zookeeper-c-1", S(41), MemberMode.Follower, 1) { At = S(41.1) });
        story.Change<SendOperation>(one => one.Scheduled > S(19.9), one => one with { At = one.Scheduled + S(0.005) });
        return story;
    }
}
