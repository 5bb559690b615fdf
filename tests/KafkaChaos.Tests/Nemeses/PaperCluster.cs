using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using KafkaChaos.Probing;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>A cluster on an engine that is none: zones a and b in one domain, c in another, a member and a broker in each, and every container runs.</summary>
/// <remarks>A member serves while its container runs and is not paused; the one in b leads.</remarks>
internal sealed class PaperCluster : IAsyncDisposable
{
    public static readonly Topology Topology = new(
        [new("a", "east"), new("b", "east"), new("c", "west")],
        [.. "abc".SelectMany((zone, place) => new Node[] { new($"zookeeper-{zone}-1", NodeKind.ZooKeeper, place + 1, $"{zone}"), new($"kafka-{zone}-1", NodeKind.Kafka, place + 1, $"{zone}") })],
        new ZooKeeperSoftware("3.9.4", new Dictionary<string, string>()),
        new KafkaSoftware("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()),
        [new TopicLayout("orders", 1, 3, 2)]);

    private readonly List<PaperMember> _members = [];
    private int _asked;
    private readonly string _folder = Directory.CreateTempSubdirectory("kafkachaos-paper-").FullName;
    private readonly ZooKeeperMetadata _metadata;
    private readonly Agent? _agent;

    /// <param name="connect">Where its znodes are; nowhere for tests that read none.</param>
    /// <param name="agent">Whether <see cref="Agent"/> does what an agent does; else there is none.</param>
    /// <param name="session">Of brokers, in milliseconds.</param>
    public PaperCluster(string connect = "127.0.0.1:1", bool agent = false, int session = 18_000)
    {
        // Containers that replace others are made by the library, which asks its own settings where the engine is.
        TestcontainersSettings.ResourceReaperEnabled = false;
        TestcontainersSettings.OS = new Unix(new DockerEndpointAuthenticationConfiguration(Engine.Address));
        var run = new RunIdentity("0badcafe", "owner");
        var kafka = Topology.Kafka! with { Settings = new Dictionary<string, string> { ["zookeeper.session.timeout.ms"] = $"{session}" } };
        Cluster = new Cluster(Engine.Engine, run, DateTimeOffset.UtcNow, Topology with { Kafka = kafka }, [.. Topology.Nodes.Select(node => NodeOf(node, run))], "127.0.0.1");
        _metadata = new ZooKeeperMetadata(Cluster, new ZooKeeperSession(connect, TimeSpan.FromSeconds(10)));
        Recorder = new Recorder(Path.Combine(_folder, "history.jsonl"));
        Agent = new PaperAgent(Engine);
        _agent = agent ? new Agent(Agent) : null;
        Faults = new Faults(
            Cluster, new Dictionary<Release, NodeImage> { [Other] = NodeImage.Built(NodeKind.ZooKeeper, Other.Version) }, _agent, new SupervisedStart(Cluster, new Readiness(Cluster, _metadata), States, Recorder), States, Recorder);
    }

    /// <summary>What members can be replaced by.</summary>
    public static Release Other { get; } = new(NodeKind.ZooKeeper, "3.8.6");

    public PaperEngine Engine { get; } = new();

    /// <summary>Asked for something only where there is to be an agent.</summary>
    public PaperAgent Agent { get; }

    public Cluster Cluster { get; }

    public Recorder Recorder { get; }

    public NodeStates States { get; } = new();

    public Faults Faults { get; }

    /// <summary>The member that says that it leads; null for none.</summary>
    public string? Leader { get; set; } = "zookeeper-b-1";

    /// <summary>How often members were asked what they are.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public IMetadata Metadata => _metadata;

    public IReadOnlyList<ClusterNode> Nodes(params string[] names) => [.. names.Select(name => Cluster[name])];

    /// <summary>Everything of a kind that was recorded.</summary>
    public IReadOnlyList<T> Recorded<T>()
        where T : HistoryEvent => [.. Recorder.Snapshot().Of<T>()];

    public async ValueTask DisposeAsync()
    {
        if (_agent is not null)
        {
            await _agent.DisposeAsync();
        }

        await _metadata.DisposeAsync();
        await Recorder.DisposeAsync();
        foreach (var member in _members)
        {
            member.Dispose();
        }

        Engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ClusterNode NodeOf(Node node, RunIdentity run)
    {
        Engine.Run(node.Name);
        var handle = default(ClusterNode);
        var address = "127.0.0.1";
        if (node.Kind == NodeKind.ZooKeeper)
        {
            var member = new PaperMember(() =>
            {
                Interlocked.Increment(ref _asked);
                return Engine[handle!.Container] is { Running: true, Paused: false } ? node.Name == Leader ? "leader" : "follower" : null;
            });
            _members.Add(member);
            address = member.Address;
        }

        var place = new NodePlace(node, Topology, address, $"{node.Name}-sandbox", $"/zone-{node.Zone}", $"{node.Name}-disk", new Dictionary<string, string>(), run);
        return handle = new ClusterNode(
            Engine.Engine, node, address, node.Name, NodeImage.Built(node.Kind, node.Kind == NodeKind.ZooKeeper ? "3.9.4" : "3.9.2"), place.Container, $"/zone-{node.Zone}", $"/sandboxes/{node.Name}");
    }
}
