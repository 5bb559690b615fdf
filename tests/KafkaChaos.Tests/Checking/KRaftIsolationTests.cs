using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Who is lost by an isolation where controllers and brokers are nodes of one kind.</summary>
public sealed class KRaftIsolationTests
{
    [TestCase("kafka-a-1", "peers", "kafka-a-1")]
    [TestCase("kafka-a-1,kafka-b-1", "peers", "kafka-c-1", Description = "together they keep the quorum")]
    [TestCase("kafka-a-1", "clients", "")]
    [TestCase("kafka-a-1,kafka-b-1", "peers,clients", "kafka-a-1,kafka-b-1", Description = "no client reaches those two")]
    public void OfCombinedNodesThoseOutsideTheQuorumAreLost(string nodes, string from, string lost) =>
        Assert.That(Lost(combined: true, nodes, from), Is.EquivalentTo(Split(lost)));

    [TestCase("kafka-a-1", "peers", "kafka-a-1")]
    [TestCase("controller-a-1", "peers", "controller-a-1")]
    [TestCase("controller-a-1,kafka-a-1", "peers", "controller-a-1,kafka-a-1")]
    [TestCase("controller-a-1,controller-b-1", "peers", "controller-c-1,kafka-a-1,kafka-b-1,kafka-c-1", Description = "the two go on, and no broker hears them")]
    [TestCase("kafka-a-1,kafka-b-1,kafka-c-1", "clients", "")]
    public void OfSeparateOnesToo(string nodes, string from, string lost) =>
        Assert.That(Lost(combined: false, nodes, from).Order(), Is.EqualTo(Split(lost).Order()));

    [Test]
    public void ANodeOutsideOfAMajorityThatIsHealedWithinItsSessionStood()
    {
        string[] pair = ["kafka-a-1", "kafka-b-1"];
        var story = KRaftStory.Of();
        story.Scenario = story.Scenario with { Steps = [new Step("cut", S(10), Fault.Isolate, new Target.Nodes(pair)), new Step(null, S(1.5), Fault.Heal, new Target.SameAs("cut"))] };
        story.Keep(story.Events.Where(one => one is not (NodeProcess or FaultApplied) && !(one.At > S(20) && one is (PartitionState or ControllerSeen or BrokerRegistration or MemberRole))));
        story.Change<FaultRequested>(one => one.Step == 0, one => one with { Fault = Fault.Isolate, Nodes = pair, From = [Peers.Nodes], Direction = Direction.Both });
        story.Change<FaultRequested>(one => one.Step == 1, one => one with { Fault = Fault.Heal, Nodes = pair, At = S(21.5) });
        foreach (var node in pair)
        {
            story.Add(new FaultApplied(0, Fault.Isolate, node, S(20.01), S(20.3), S(20.05), "3 packets dropped so far") { At = S(20.3), Packets = 3 });
            story.Add(new FaultApplied(1, Fault.Heal, node, S(21.51), S(21.6), S(21.55), "9 packets had met the rules") { At = S(21.6), Packets = 9, Remains = [] });
        }

        story.Change<MemberRole>(_ => true, role => role with { Mode = role.Node == "kafka-c-1" ? MemberMode.Leader : MemberMode.Follower });
        story.Change<ControllerSeen>(_ => true, seen => seen with { Broker = 3 });
        Assert.That(Strike.All(story.History, story.Scenario.Topology, S(50)).Single().Lost, Is.EqualTo(["kafka-c-1"]));
        foreach (var property in (string[])["leaders", "controller", "recovery"])
        {
            Assert.That(story.Find(property).Verdict, Is.EqualTo(Verdict.Passed), story.Find(property).Statement);
        }
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyList<string> Lost(bool combined, string nodes, string from)
    {
        Peers[] peers = [.. Split(from).Select(one => one == "peers" ? Peers.Nodes : Peers.Clients)];
        return new Toll(KRaftStory.Of(combined).Scenario.Topology).Take(new FaultRequested(0, Fault.Isolate, Split(nodes), "node", "") { At = S(20), From = peers });
    }
}
