using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

public sealed class NetworkRulesTests
{
    internal const string Clients = "10.1.1.1";

    internal static readonly ClusterNode Member = Of("zookeeper-a-1", NodeKind.ZooKeeper, "10.1.1.10");
    internal static readonly ClusterNode Broker = Of("kafka-a-1", NodeKind.Kafka, "10.1.1.11");
    internal static readonly ClusterNode OtherMember = Of("zookeeper-b-1", NodeKind.ZooKeeper, "10.1.1.12");
    internal static readonly ClusterNode OtherBroker = Of("kafka-b-1", NodeKind.Kafka, "10.1.1.13");

    [Test]
    public void FromAllDropsEverythingButWhatStaysTogether()
    {
        var rules = Rules(Broker, [Member, Broker], Peers.All, Direction.Both);
        Assert.That(rules.Sandbox, Is.EqualTo("sandboxes/kafka-a-1"));
        Assert.That(rules.Incoming, Is.EqualTo((string[])["-i lo -j RETURN", "-s 10.1.1.10 -j RETURN", "-j DROP"]));
        Assert.That(rules.Outgoing, Is.EqualTo((string[])["-o lo -j RETURN", "-d 10.1.1.10 -j RETURN", "-j DROP"]));
    }

    [Test]
    public void PeersAreTheOthersOfTheSameKindOutsideTheTarget()
    {
        Assert.That(Rules(Broker, [Broker], Peers.Nodes, Direction.In).Incoming, Is.EqualTo((string[])["-s 10.1.1.13 -j DROP"]));
        Assert.That(Rules(Broker, [Broker, OtherBroker], Peers.Nodes, Direction.In).Incoming, Is.Empty);
        Assert.That(Rules(Member, [Member], Peers.Nodes, Direction.In).Incoming, Is.EqualTo((string[])["-s 10.1.1.12 -j DROP"]));
    }

    [Test]
    public void ZooKeeperAndClientsAreCutBesideEachOther() =>
        Assert.That(Rules(Broker, [Broker], Peers.ZooKeeper | Peers.Clients, Direction.Out).Outgoing, Is.EqualTo((string[])["-d 10.1.1.10 -j DROP", "-d 10.1.1.12 -j DROP", $"-d {Clients} -j DROP"]));

    [TestCase(Direction.In, 1, 0)]
    [TestCase(Direction.Out, 0, 1)]
    [TestCase(Direction.Both, 1, 1)]
    public void OneDirectionLeavesTheOtherOpen(Direction direction, int incoming, int outgoing)
    {
        var rules = Rules(Broker, [Broker], Peers.Nodes, direction);
        Assert.That((rules.Incoming.Count, rules.Outgoing.Count), Is.EqualTo((incoming, outgoing)));
    }

    [Test]
    public void SlowIsLossThenDelayOfWhatComesInFromOthers()
    {
        var slow = new FaultOptions.Slowness(null, TimeSpan.FromMilliseconds(50), null, 0.015, null);
        var rules = NetworkRules.Of(Broker, [Member, Broker], null, slow, 3);
        Assert.That(rules.Incoming, Is.EqualTo((string[])
        [
            "-i lo -j RETURN", "-s 10.1.1.10 -j RETURN", "-m statistic --mode random --probability 0.015 -j DROP", "-j NFQUEUE --queue-num 3 --queue-bypass",
        ]));
        Assert.That(rules.Outgoing, Is.Empty);
    }

    [Test]
    public void SlowTowardSomeIsOfTheirPacketsAlone() => Assert.That(
        NetworkRules.Of(Broker, [Broker], [OtherMember, Broker], new FaultOptions.Slowness(null, null, TimeSpan.FromMilliseconds(1), null, null), 4).Incoming,
        Is.EqualTo((string[])["-s 10.1.1.12 -j NFQUEUE --queue-num 4 --queue-bypass"]));

    [Test]
    public void ARateTowardEverybodySparesTheNodesOfTheSameTarget()
    {
        var rate = NetworkRules.Limited(Broker, [Member, Broker], null);
        Assert.That((rate.Sandbox, rate.Toward), Is.EqualTo(("sandboxes/kafka-a-1", (IReadOnlyList<string>?)null)));
        Assert.That(rate.Spared, Is.EqualTo((string[])["10.1.1.10"]));
    }

    [Test]
    public void ARateTowardSomeIsOfThoseOutsideTheTarget()
    {
        var rate = NetworkRules.Limited(Broker, [Member, Broker], [Member, OtherMember, OtherBroker]);
        Assert.That(rate.Toward, Is.EqualTo((string[])["10.1.1.12", "10.1.1.13"]));
        Assert.That(rate.Spared, Is.Empty);
        Assert.That(NetworkRules.Limited(Broker, [Broker], [Broker]).Toward, Is.Empty, "nobody, and not everybody");
    }

    private static SandboxRules Rules(ClusterNode node, ClusterNode[] together, Peers from, Direction direction) =>
        NetworkRules.Of([Member, Broker, OtherMember, OtherBroker], Clients, node, together, new FaultOptions.Isolation(from, direction));

    private static ClusterNode Of(string name, NodeKind kind, string address) => new(
        null!,
        new Node(name, kind, 1, name.Split('-')[1]),
        address,
        name,
        NodeImage.Built(kind, "3.9.2"),
        (_, _) => null!,
        "zone",
        $"sandboxes/{name}");
}
