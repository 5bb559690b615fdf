using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class NodeConfigurationTests
{
    private static readonly Topology Three = new(
        [new("a", "east"), new("b", "west")],
        [new("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a"), new("zookeeper-b-1", NodeKind.ZooKeeper, 2, "b"), new("kafka-a-1", NodeKind.Kafka, 1, "a"), new("kafka-b-1", NodeKind.Kafka, 2, "b")],
        new("3.9.4", new Dictionary<string, string> { ["tickTime"] = "500" }),
        new("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string> { ["some.pattern"] = @"a\d" }),
        []);

    [Test]
    public void ABrokerGetsItsZoneAsItsRackAndAdvertisesItsAddress()
    {
        var lines = Lines(Of("kafka-b-1"), "/kafkachaos/server.properties");
        Assert.That(lines, Is.SupersetOf((string[])["broker.id=2", "broker.rack=b", "advertised.listeners=PLAINTEXT://10.1.2.3:9092", "zookeeper.connect=zookeeper-a-1:2181,zookeeper-b-1:2181"]));
    }

    [Test]
    public void InternalTopicsAreReplicatedOverWhatBrokersThereAre() =>
        Assert.That(Lines(Of("kafka-a-1"), "/kafkachaos/server.properties"), Does.Contain("offsets.topic.replication.factor=2"));

    [Test]
    public void ABackslashInASettingReachesTheSoftware() =>
        Assert.That(Lines(Of("kafka-a-1"), "/kafkachaos/server.properties"), Does.Contain(@"some.pattern=a\\d"));

    [Test]
    public void AMemberKnowsItselfAndTheOthersByName()
    {
        var configuration = Of("zookeeper-b-1");
        Assert.That(configuration.Files["/kafkachaos/disk/data/myid"], Is.EqualTo("2\n"));
        Assert.That(Lines(configuration, "/kafkachaos/zoo.cfg"), Is.SupersetOf((string[])["tickTime=500", "server.1=zookeeper-a-1:2888:3888", "server.2=zookeeper-b-1:2888:3888"]));
    }

    [Test]
    public void AnImageWithAnArchiveStartsFromItAndAnotherDoesNot()
    {
        var node = Three.NodeNamed("kafka-a-1");
        Assert.That(NodeConfiguration.Of(node, Three, NodeImage.Built(NodeKind.Kafka, "3.9.2"), "10.1.2.3").Command, Does.Contain("-XX:SharedArchiveFile=/opt/kafka/kafkachaos.jsa"));
        Assert.That(NodeConfiguration.Of(node, Three, NodeImage.Official(NodeKind.Kafka, "3.9.2"), "10.1.2.3").Command, Has.None.StartsWith("-XX:SharedArchiveFile"));
    }

    private static NodeConfiguration Of(string name)
    {
        var node = Three.NodeNamed(name);
        return NodeConfiguration.Of(node, Three, NodeImage.Built(node.Kind, "3.9.2"), "10.1.2.3");
    }

    private static string[] Lines(NodeConfiguration configuration, string path) => configuration.Files[path].Split('\n');
}
