using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using KafkaChaos.Probing;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>The launch of a cluster, by the library itself.</summary>
public sealed class LaunchTests : ClusterTest
{
    // It runs and registers, and answers no client but itself.
    private const string Deaf = """
        question: A test's own.
        topology:
          zones:
            a: { zookeeper: 1, kafka: 1 }
          zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }
          kafka: { version: 3.9.2, metadata: zookeeper, settings: { zookeeper.session.timeout.ms: 6000, max.connections.per.ip: 0, max.connections.per.ip.overrides: "127.0.0.1:100" } }
          topics: { orders: { partitions: 1, replication: 1, min.insync.replicas: 1 } }
        load: { rate: 50/s }
        steps:
          - { after: 1s, kill: { zone: a } }
        """;

    private RunIdentity _run = null!;
    private RunLock _held = null!;

    [SetUp]
    public void TakeLock() => _held = RunLock.Take(_run = RunIdentity.New());

    [TearDown]
    public async Task Clean()
    {
        var left = await new Cleaner(Engine).RemoveAsync(_run.Id, ownerDied: false, CancellationToken.None);
        _held.Dispose();
        Assert.That(left, Is.Empty);
    }

    [Test]
    public async Task ABrokerThatRunsAndNeverServesEndsTheLaunchWithItsLogAndWhatWasSeenLast()
    {
        var topology = ScenarioReader.Read(Scenario(Deaf)).Scenario!.Topology;
        var images = await KafkaChaos.Runs.Run.ImagesAsync(Engine, topology, topology.Releases, ToolProcess.Home, TestContext.Out.WriteLine, CancellationToken.None);
        var cluster = await Cluster.LaunchAsync(Engine, topology, images, _run, _held, new Dictionary<string, string>(), Runs, CancellationToken.None);
        await using var metadata = ClusterMetadata.Of(cluster);
        await using var recorder = new Recorder(Path.Combine(Runs, "history.jsonl"));
        // Less than what is always added for a broker's session and its connection to the ensemble: five seconds are left.
        var starter = new SupervisedStart(cluster, new Readiness(cluster, metadata), new NodeStates(), recorder) { StartAllowance = TimeSpan.FromSeconds(-61) };
        await Wait.UntilAsync("the broker to be up", TimeSpan.FromMinutes(1), async token =>
        {
            var lines = await cluster["kafka-a-1"].LastLinesAsync(1000, token);
            return new Look(lines.Any(line => line.Text.Contains("started (kafka.server.KafkaServer)", StringComparison.Ordinal)), lines.Count > 0 ? lines[^1].Text : "nothing");
        }, CancellationToken.None);

        var late = await Assert.ThrowsAsync<NotServingException>(() => starter.SeenAsync(cluster["kafka-a-1"], CancellationToken.None));
        Assert.That(late!.Node, Is.EqualTo("kafka-a-1"));
        Assert.That(late.Message, Does.Contain("waited 5.5 s for kafka-a-1 to serve; last seen: registered; no metadata yet")
            .And.Contain("the last lines of its log").And.Contain("configured maximum of 0 connections"));
        Assert.That(late.ExitCode, Is.Null);
    }

    [Test]
    public async Task ASubnetThatAnotherNetworkHasIsPassedOver()
    {
        var (taken, free) = ("10.127.253", "10.127.254");
        await using var other = await Network(taken);
        var made = await RunNetwork.CreateAsync(_run, _run.Labels(_held), [taken, taken, free], CancellationToken.None);
        Assert.That(made.Gateway, Is.EqualTo($"{free}.1"));
    }

    [Test]
    public async Task WhereEverySubnetIsTakenTheyAreNamed()
    {
        const string taken = "10.127.252";
        await using var other = await Network(taken);
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => RunNetwork.CreateAsync(_run, _run.Labels(_held), [taken], CancellationToken.None));
        Assert.That(refused!.Seen, Does.Contain($"{taken}.0/24"));
    }

    private static async Task<IAsyncDisposable> Network(string prefix)
    {
        var name = $"kafkachaos-test-{prefix}";
        await Command.DockerAsync("", "network", "create", "--subnet", $"{prefix}.0/24", name);
        return new Undo(() => Command.DockerAsync("", "network", "rm", name));
    }

    private sealed class Undo(Func<Task> act) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await act();
    }
}
