using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class RightTopologyTests
{
    private const long Mebibyte = 1024 * 1024;

    [Test]
    public void CountedAndNamedNodesStandTogetherAndAreNumberedByKind() => Assert.That(
        Read(Topologies.Rich).Nodes.Select(node => $"{node.Name} {node.Kind} {node.Role} {node.Id} {node.Zone}"),
        Is.EqualTo((string[])[
            "zookeeper-a-1 ZooKeeper Voter 1 a",
            "kafka-a-1 Kafka Broker 1 a",
            "zookeeper-b-1 ZooKeeper Voter 2 b",
            "kafka-b-1 Kafka Broker 2 b",
            "zookeeper-c-1 ZooKeeper Voter 3 c",
            "observer-c-1 ZooKeeper Observer 4 c",
            "witness ZooKeeper Voter 5 c",
            "second ZooKeeper Voter 6 c",
            "kafka-c-1 Kafka Broker 3 c",
            "archive Kafka Broker 4 c",
        ]));

    [Test]
    public void KRaftNodesAreReadInEveryRole() => Assert.That(
        Read(Topologies.KRaft).Nodes.Select(node => $"{node.Name} {node.Role} {node.Id}"),
        Is.EqualTo((string[])["combined-a-1 Combined 1", "kafka-b-1 Broker 2", "controller-b-1 Controller 3", "kafka-c-1 Broker 4", "controller-c-1 Controller 5"]));

    [TestCase("zookeeper", NodeRole.Voter)]
    [TestCase("observer", NodeRole.Observer)]
    [TestCase("kafka", NodeRole.Broker)]
    public void ANamedNodeIsWhatItSays(string word, NodeRole role) =>
        Assert.That(Read(Topologies.With(Topologies.Rich, "        second:", $"        third: {{ is: {word} }}\n        fourth: {{ is: {word} }}\n        second:")
            .Replace("witness, second]", role == NodeRole.Voter ? "witness, second, third, fourth]" : "witness, second]", StringComparison.Ordinal)).NodeNamed("third").Role, Is.EqualTo(role));

    [TestCase("controller", NodeRole.Controller)]
    [TestCase("combined", NodeRole.Combined)]
    public void ANamedKRaftNodeIsWhatItSays(string word, NodeRole role) =>
        Assert.That(Read(Topologies.With(Topologies.KRaft, "a: { combined: 1 }", $"a: {{ nodes: {{ one: {{ is: {word} }} }}, kafka: 1 }}")).NodeNamed("one").Role, Is.EqualTo(role));

    [Test]
    public void ANodeHasItsOwnSettingsAndHardwareOverItsSoftwares()
    {
        var topology = Read(Topologies.Rich);
        var witness = topology.NodeNamed("witness");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(witness.Settings, Is.EqualTo(new Dictionary<string, string> { ["snapCount"] = "1000" }));
            Assert.That(witness.Hardware, Is.EqualTo(new Hardware(1024 * Mebibyte, 512 * Mebibyte, 240_000_000_000, DiskKind.Ssd)));
            Assert.That(topology.ZooKeeper!.Hardware, Is.EqualTo(new Hardware(4096 * Mebibyte, 1024 * Mebibyte, 470_000_000_000, DiskKind.Ssd)));
            Assert.That(topology.Kafka!.Hardware, Is.EqualTo(new Hardware(2048 * Mebibyte, null, null, null)));
            Assert.That(topology.HardwareOf(topology.NodeNamed("second")), Is.EqualTo(topology.ZooKeeper.Hardware));
            Assert.That(topology.HardwareOf(topology.NodeNamed("archive")), Is.EqualTo(new Hardware(2048 * Mebibyte, null, null, DiskKind.Hdd)));
            Assert.That(topology.NodeNamed("second").Hardware, Is.Null);
        }
    }

    [Test]
    public void GroupsAndWeightsAreRead()
    {
        var software = Read(Topologies.Rich).ZooKeeper!;
        Assert.That(
            software.Groups.Select(group => $"{group.Name}: {string.Join(' ', group.Members)}"),
            Is.EqualTo((string[])["one: zookeeper-a-1", "two: zookeeper-b-1", "three: zookeeper-c-1 witness second"]));
        Assert.That(software.Weights, Is.EquivalentTo(new Dictionary<string, int> { ["zookeeper-a-1"] = 2, ["second"] = 0 }));
    }

    [TestCase("image: official, ", ImageFlavour.Official)]
    [TestCase("image: built, ", ImageFlavour.Built)]
    [TestCase("image: confluent, ", ImageFlavour.Confluent)]
    [TestCase("", ImageFlavour.Any)]
    public void AnImageHasAFlavour(string written, ImageFlavour flavour) =>
        Assert.That(Read(Topologies.With(Topologies.Rich, "image: official, ", written)).Kafka!.Image, Is.EqualTo(flavour));

    [Test]
    public void RacksAreOnUnlessTurnedOff()
    {
        Assert.That(Read(Topologies.With(Topologies.Rich, ", racks: true", "")).Kafka!.Racks, Is.True);
        Assert.That(Sample.Read(Topologies.With(Topologies.Rich, "racks: true", "racks: false")).Scenario!.Topology.Kafka!.Racks, Is.False);
    }

    [Test]
    public void PartitionsAndReplicationFollowFromAPlacement()
    {
        var placed = Read(Topologies.Rich).Topics[1];
        Assert.That((placed.Partitions, placed.Replication, placed.MinInsyncReplicas), Is.EqualTo((2, 2, 1)));
        Assert.That(placed.Placement!.Select(row => string.Join(' ', row)), Is.EqualTo((string[])["kafka-a-1 kafka-c-1", "archive kafka-a-1"]));
    }

    [Test]
    public void NumbersBesideAPlacementMayAgreeWithIt() => Assert.That(
        Read(Topologies.With(Topologies.Rich, "placed: { ", "placed: { partitions: 2, replication: 2, ")).Topics[1].Partitions, Is.EqualTo(2));

    [Test]
    public void APlacementOfOneReplicaMayBeAListOfNames() => Assert.That(
        Read(Topologies.With(Topologies.Rich, "[[kafka-a-1, kafka-c-1], [archive, kafka-a-1]]", "[archive, kafka-a-1]")).Topics[1].Replication, Is.EqualTo(1));

    [Test]
    public void ARegionOfThreeHundredBrokersAndFiftyThousandPartitionsIsRead()
    {
        var zones = string.Join("\n", Enumerable.Range(1, 15).Select(zone => $"    z{zone}: {{ kafka: 20{(zone <= 5 ? ", zookeeper: 1" : "")} }}"));
        var topology = Read($"""
            question: Q
            topology:
              zones:
            {zones}
              zookeeper: {"{ version: 3.9.4 }"}
              kafka: {"{ version: 3.9.2, metadata: zookeeper }"}
              topics: {"{ orders: { partitions: 50000, replication: 3, min.insync.replicas: 2 } }"}
            load: {"{ rate: 1/s }"}
            steps: [{"{ after: 1s, kill: { zone: z1 } }"}]
            """);
        Assert.That((topology.Brokers.Count(), topology.Voters.Count(), topology.Topics[0].Partitions), Is.EqualTo((300, 5, 50_000)));
    }

    [Test]
    public void AnchorsAndMergesWorkInATopology()
    {
        var topology = Read(Topologies.With(Topologies.Rich, "    a: { zookeeper: 1, kafka: 1 }\n    b: { zookeeper: 1, kafka: 1 }", "    a: &zone { zookeeper: 1, kafka: 1 }\n    b: { <<: *zone, kafka: 2 }"));
        Assert.That(topology.Nodes.Count(node => node.Zone == "b"), Is.EqualTo(3));
    }

    private static Topology Read(string text)
    {
        var result = Sample.Read(text);
        Assert.That(result.Problems, Is.Empty);
        return result.Scenario!.Topology;
    }
}
