using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using KafkaChaos.Probing;
using KafkaChaos.Runs;
using KafkaChaos.Tests.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

/// <summary>Handles and deadlines of a cluster of KRaft, and of one of ZooKeeper beside it.</summary>
public sealed class KRaftClusterTests
{
    private static readonly Topology Mixed = KRaftConfigurationTests.KRaft(
        new("kafka-a-1", NodeKind.Kafka, 1, "a"), KRaftConfigurationTests.Node("combined-a-1", 2, NodeRole.Combined), KRaftConfigurationTests.Node("controller-b-1", 3, NodeRole.Controller));

    private PaperEngine _engine = null!;

    [SetUp]
    public void Make() => _engine = new();

    [TearDown]
    public void Close() => _engine.Dispose();

    [Test]
    public void TheControllersAreTheMembersAndOnlyBrokersAreForClients()
    {
        var cluster = Of(Mixed);
        Assert.That(cluster.Members.Select(node => node.Name), Is.EqualTo((string[])["combined-a-1", "controller-b-1"]));
        Assert.That(cluster.Bootstrap, Is.EqualTo("10.0.0.1:9092,10.0.0.2:9092"));
        Assert.That(cluster["controller-b-1"].Endpoint, Is.EqualTo("10.0.0.3:9093"));
        Assert.That(cluster["combined-a-1"].ControllerEndpoint, Is.EqualTo("10.0.0.2:9093"));
        Assert.That(Of(PaperCluster.Topology).Members.Select(node => node.Name), Is.EqualTo((string[])["zookeeper-a-1", "zookeeper-b-1", "zookeeper-c-1"]));
    }

    [Test]
    public void TheSettingsAreThoseOfTheModeAndControllersAloneHaveThem()
    {
        Assert.That(Of(Mixed).ZooKeeperSettings, Is.Empty);
        Assert.That(Of(KRaftConfigurationTests.KRaft(KRaftConfigurationTests.Node("controller-a-1", 1, NodeRole.Controller))).KafkaSettings["broker.session.timeout.ms"], Is.EqualTo("9000"));
        Assert.That(Of(Mixed).KafkaSettings.Keys, Has.None.StartsWith("zookeeper."));
        Assert.That(Of(PaperCluster.Topology).KafkaSettings.Keys, Has.None.StartsWith("controller."));
    }

    [Test]
    public void SessionsAndElectionsLastAsTheModesOwnSettingsSay()
    {
        var (kraft, zookeeper) = (Of(Mixed), Of(PaperCluster.Topology));
        Assert.That((kraft.LongestSession, kraft.ElectionAtMost, kraft.RegistrationAtMost), Is.EqualTo((Seconds(9), Seconds(4), Seconds(69))));
        Assert.That((zookeeper.LongestSession, zookeeper.ElectionAtMost, zookeeper.RegistrationAtMost), Is.EqualTo((Seconds(18), Seconds(20), Seconds(80))));
        Assert.That((Deadlines.Ensemble(kraft), Deadlines.Ensemble(zookeeper)), Is.EqualTo((Seconds(38), Seconds(70))));
    }

    [TestCase("kafka-a-1", 60 + 9 + 60)]
    [TestCase("controller-b-1", 60 + 8)]
    [TestCase("combined-a-1", 60 + 8 + 9 + 60)]
    public async Task ANodeHasTheTimeToStartThatItsRolesTake(string name, int seconds) => Assert.That(await DeadlineAsync(Mixed, name), Is.EqualTo(Seconds(seconds)));

    [TestCase("kafka-a-1", 60 + 18 + 2 + 60)]
    [TestCase("zookeeper-a-1", 60 + 20)]
    public async Task InZooKeeperModeItIsSessionAndTicks(string name, int seconds) => Assert.That(await DeadlineAsync(PaperCluster.Topology, name), Is.EqualTo(Seconds(seconds)));

    [TestCase("kafka-a-1", "a broker that is registered, not fenced, and answers metadata")]
    [TestCase("controller-b-1", "a controller that serves in the quorum")]
    public void WhatDoesNotServeIsToldInTheModesWords(string name, string expected) =>
        Assert.That(new NotServingException(Of(Mixed)[name], kraft: true, null, "nothing").Message, Does.Contain(expected).And.Not.Contain("ZooKeeper"));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private async Task<TimeSpan> DeadlineAsync(Topology topology, string name)
    {
        var cluster = Of(topology);
        await using var metadata = ClusterMetadata.Of(cluster);
        var folder = Directory.CreateTempSubdirectory("kafkachaos-start-").FullName;
        await using var recorder = new Recorder(Path.Combine(folder, "history.jsonl"));
        var deadline = new SupervisedStart(cluster, new Readiness(cluster, metadata), new NodeStates(), recorder).Deadline(cluster[name]);
        Directory.Delete(folder, recursive: true);
        return deadline;
    }

    private Cluster Of(Topology topology) => new(
        _engine.Engine, new RunIdentity("0badcafe", "owner"), DateTimeOffset.UtcNow, topology,
        [.. topology.Nodes.Select((node, place) => new ClusterNode(
            _engine.Engine, node, $"10.0.0.{place + 1}", node.Name, NodeImage.Built(node.Kind, "3.9.2"), (_, _) => throw new NotSupportedException(), "/zone", "/sandbox"))],
        "127.0.0.1");
}
