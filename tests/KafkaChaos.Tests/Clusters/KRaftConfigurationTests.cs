using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class KRaftConfigurationTests
{
    private const string Properties = "/kafkachaos/server.properties";
    private const string Identity = "/kafkachaos/disk/data/meta.properties";

    private static readonly Topology Mixed = KRaft(new("kafka-a-1", NodeKind.Kafka, 1, "a"), Node("combined-a-1", 2, NodeRole.Combined), Node("controller-b-1", 3, NodeRole.Controller));

    [Test]
    public void ABrokerFindsTheControllersAndVotesNot()
    {
        var lines = Lines(Mixed, "kafka-a-1");
        Assert.That(lines, Is.SupersetOf((string[])
        [
            "process.roles=broker", "node.id=1", "listeners=PLAINTEXT://0.0.0.0:9092", "advertised.listeners=PLAINTEXT://10.1.2.3:9092", "broker.rack=a",
            "controller.quorum.voters=2@combined-a-1:9093,3@controller-b-1:9093", "controller.listener.names=CONTROLLER", "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        ]));
        Assert.That(lines, Has.None.StartsWith("zookeeper.").And.None.StartsWith("broker.id="));
    }

    [Test]
    public void AControllerListensToTheQuorumOnly()
    {
        var lines = Lines(Mixed, "controller-b-1");
        Assert.That(lines, Is.SupersetOf((string[])["process.roles=controller", "node.id=3", "listeners=CONTROLLER://0.0.0.0:9093"]));
        Assert.That(lines, Has.None.StartsWith("advertised.listeners=").And.None.StartsWith("broker.rack="));
    }

    [Test]
    public void ACombinedNodeListensToBoth() =>
        Assert.That(Lines(Mixed, "combined-a-1"), Is.SupersetOf((string[])["process.roles=broker,controller", "listeners=PLAINTEXT://0.0.0.0:9092,CONTROLLER://0.0.0.0:9093", "advertised.listeners=PLAINTEXT://10.1.2.3:9092"]));

    [Test]
    public void WhatBoundsAnOutageIsWrittenAndTheScenarioHasTheLastWord()
    {
        var own = Mixed with { Kafka = Mixed.Kafka! with { Settings = new Dictionary<string, string> { ["broker.session.timeout.ms"] = "6000" } } };
        Assert.That(Lines(own, "controller-b-1"), Is.SupersetOf((string[])
        [
            "broker.session.timeout.ms=6000", "broker.heartbeat.interval.ms=2000", "controller.quorum.election.timeout.ms=1000", "controller.quorum.fetch.timeout.ms=2000",
            "controller.quorum.election.backoff.max.ms=1000", "controller.quorum.request.timeout.ms=2000", "initial.broker.registration.timeout.ms=60000",
        ]));
    }

    [Test]
    public void ControllersWithoutBrokersAreNotToldOfTopicsWithoutReplicas() =>
        Assert.That(Lines(KRaft(Node("controller-a-1", 1, NodeRole.Controller)), "controller-a-1"), Is.SupersetOf((string[])["offsets.topic.replication.factor=1", "transaction.state.log.min.isr=1"]));

    [Test]
    public void ABrokersDiskGetsItsIdentityAsAFile()
    {
        var broker = Of(Mixed, "kafka-a-1");
        Assert.That(broker.Files[Identity], Does.Match("^version=1\ncluster.id=[A-Za-z0-9_-]{22}\nnode.id=1\n$"));
        Assert.That(broker.First, Is.Null);
    }

    [TestCase("combined-a-1")]
    [TestCase("controller-b-1")]
    public void AControllerFormatsADiskThatHasNoIdentity(string name)
    {
        var configuration = Of(Mixed, name);
        Assert.That(configuration.Files, Does.Not.ContainKey(Identity));
        Assert.That(configuration.First!.Mark, Is.EqualTo(Identity));
        Assert.That(configuration.First.Command, Is.SupersetOf((string[])["kafka.tools.StorageTool", "format", "--ignore-formatted", "--cluster-id", "--config", Properties, "-XX:SharedArchiveFile=/opt/kafka/kafkachaos.jsa"]));
        Assert.That(Of(Mixed, "kafka-a-1").Files[Identity], Does.Contain($"cluster.id={configuration.First.Command.SkipWhile(one => one != "--cluster-id").ElementAt(1)}\n"), "one cluster");
    }

    [Test]
    public void InZooKeeperModeNothingIsFormatted()
    {
        var old = new Topology(
            [new("a", "a")], [new("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a"), new("kafka-a-1", NodeKind.Kafka, 1, "a")],
            new("3.9.4", new Dictionary<string, string>()), new("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()), []);
        var configuration = Of(old, "kafka-a-1");
        Assert.That((configuration.First, configuration.Files.ContainsKey(Identity)), Is.EqualTo(((Preparation?)null, false)));
        Assert.That(Lines(old, "kafka-a-1"), Has.None.StartsWith("controller.").And.None.StartsWith("broker.session.").And.None.StartsWith("process.roles"));
    }

    [Test]
    public void EveryReleaseOfKafkaFindsItsLogConfiguration()
    {
        var configuration = Of(Mixed, "kafka-a-1");
        Assert.That(configuration.Files, Does.ContainKey("/kafkachaos/log4j.properties").And.ContainKey("/kafkachaos/log4j2.properties"));
        Assert.That(configuration.Command, Is.SupersetOf((string[])["-Dlog4j.configuration=file:/kafkachaos/log4j.properties", "-Dlog4j2.configurationFile=file:/kafkachaos/log4j2.properties"]));
    }

    internal static Topology KRaft(params Node[] nodes) =>
        new([new("a", "east"), new("b", "west")], nodes, null, new("3.9.2", MetadataMode.KRaft, new Dictionary<string, string>()), []);

    internal static Node Node(string name, int id, NodeRole role) => new(name, NodeKind.Kafka, id, name.Split('-')[1]) { Role = role };

    private static NodeConfiguration Of(Topology topology, string name) => NodeConfiguration.Of(topology.NodeNamed(name), topology, NodeImage.Built(NodeKind.Kafka, "3.9.2"), "10.1.2.3");

    private static string[] Lines(Topology topology, string name) => Of(topology, name).Files[Properties].Split('\n');
}
