using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

/// <summary>What observers, groups, settings of nodes, heaps and racks become in a node's files.</summary>
public sealed class EnsembleConfigurationTests
{
    private static readonly Topology Whole = new(
        [new("a", "east"), new("b", "west")],
        [
            new("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a"),
            new("zookeeper-a-2", NodeKind.ZooKeeper, 2, "a"),
            new("zookeeper-b-1", NodeKind.ZooKeeper, 3, "b")
            {
                Settings = new Dictionary<string, string> { ["snapCount"] = "1000", ["tickTime"] = "700" },
                Hardware = new Hardware(null, 512L << 20, null, null),
            },
            new("observer-b-1", NodeKind.ZooKeeper, 4, "b") { Role = NodeRole.Observer },
            new("kafka-a-1", NodeKind.Kafka, 1, "a") { Settings = new Dictionary<string, string> { ["num.io.threads"] = "2", ["log.dirs"] = "/elsewhere" } },
            new("kafka-b-1", NodeKind.Kafka, 2, "b"),
        ],
        new ZooKeeperSoftware("3.9.4", new Dictionary<string, string> { ["tickTime"] = "500" })
        {
            Groups = [new("one", ["zookeeper-a-1", "zookeeper-b-1"]), new("two", ["zookeeper-a-2"])],
            Weights = new Dictionary<string, int> { ["zookeeper-b-1"] = 2 },
        },
        new KafkaSoftware("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()) { Hardware = new Hardware(null, (1L << 30) + 1024, null, null) },
        []);

    [Test]
    public void EveryMemberKnowsWhoObserves() => Assert.That(
        Lines("zookeeper-a-1").Where(line => line.StartsWith("server.", StringComparison.Ordinal)),
        Is.EqualTo((string[])[
            "server.1=zookeeper-a-1:2888:3888",
            "server.2=zookeeper-a-2:2888:3888",
            "server.3=zookeeper-b-1:2888:3888",
            "server.4=observer-b-1:2888:3888:observer",
        ]));

    [Test]
    public void OnlyAnObserverSaysThatItIsOne()
    {
        Assert.That(Lines("observer-b-1"), Does.Contain("peerType=observer"));
        Assert.That(Lines("zookeeper-a-1"), Has.None.StartsWith("peerType"));
    }

    [Test]
    public void GroupsAndWeightsAreWrittenById() => Assert.That(
        Lines("zookeeper-a-2"), Is.SupersetOf((string[])["group.1=1:3", "group.2=2", "weight.3=2"]));

    [Test]
    public void WithoutGroupsNoneIsWritten()
    {
        var plain = Whole with { ZooKeeper = new("3.9.4", new Dictionary<string, string>()) };
        Assert.That(Lines("zookeeper-a-2", plain), Has.None.StartsWith("group.").And.None.StartsWith("weight.").And.None.StartsWith("standaloneEnabled"));
    }

    [Test]
    public void ASingleVoterWithAnObserverIsAnEnsemble()
    {
        var lone = Whole with { Nodes = [Whole.NodeNamed("zookeeper-a-1"), Whole.NodeNamed("observer-b-1")], ZooKeeper = new("3.9.4", new Dictionary<string, string>()) };
        Assert.That(Lines("zookeeper-a-1", lone), Does.Contain("standaloneEnabled=false"));
    }

    [Test]
    public void ANodesSettingsStandOverItsSoftwaresAndUnderTheHarnesss()
    {
        Assert.That(Lines("zookeeper-b-1"), Is.SupersetOf((string[])["snapCount=1000", "tickTime=700"]));
        Assert.That(Lines("zookeeper-a-1"), Does.Contain("tickTime=500").And.None.StartsWith("snapCount"));
        Assert.That(Lines("kafka-a-1"), Is.SupersetOf((string[])["num.io.threads=2", "log.dirs=/kafkachaos/disk/data"]));
    }

    [TestCase("zookeeper-a-1", "-Xmx128m")]
    [TestCase("zookeeper-b-1", "-Xmx524288k")]
    [TestCase("kafka-a-1", "-Xmx1048577k")]
    public void AHeapIsTheNodesTheSoftwaresOrTheHarnesss(string name, string option) => Assert.That(Of(name, Whole).Command, Does.Contain(option));

    [Test]
    public void WithoutRacksABrokerHasNone()
    {
        Assert.That(Lines("kafka-b-1"), Does.Contain("broker.rack=b"));
        Assert.That(Lines("kafka-b-1", Whole with { Kafka = Whole.Kafka! with { Racks = false } }), Has.None.StartsWith("broker.rack"));
    }

    private static NodeConfiguration Of(string name, Topology topology)
    {
        var node = topology.NodeNamed(name);
        return NodeConfiguration.Of(node, topology, NodeImage.Built(node.Kind, "3.9.2"), "10.1.2.3");
    }

    private static string[] Lines(string name, Topology? topology = null)
    {
        var configuration = Of(name, topology ?? Whole);
        return configuration.Files.Single(file => file.Key.EndsWith(".cfg", StringComparison.Ordinal) || file.Key.EndsWith("server.properties", StringComparison.Ordinal)).Value.Split('\n');
    }
}
