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

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyList<string> Lost(bool combined, string nodes, string from)
    {
        Peers[] peers = [.. Split(from).Select(one => one == "peers" ? Peers.Nodes : Peers.Clients)];
        return new Toll(KRaftStory.Of(combined).Scenario.Topology).Take(new FaultRequested(0, Fault.Isolate, Split(nodes), "node", "") { At = S(20), From = peers });
    }
}
