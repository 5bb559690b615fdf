using System.Globalization;
using DotNet.Testcontainers.Containers;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>The containers of a topology. Started is not ready: that is for probes to say.</summary>
public sealed class Cluster
{
    private readonly DockerEngine _engine;
    private readonly RunIdentity _run;
    private readonly DateTimeOffset _launched;

    /// <param name="engine">Where its containers are.</param>
    /// <param name="run">Whose containers they are.</param>
    /// <param name="launched">Before the first of them was started.</param>
    internal Cluster(DockerEngine engine, RunIdentity run, DateTimeOffset launched, Topology topology, IReadOnlyList<ClusterNode> nodes, string clients)
    {
        ClientAddress = clients;
        (_engine, _run, _launched) = (engine, run, launched);
        Topology = topology;
        Nodes = nodes;
    }

    public Topology Topology { get; }

    /// <summary>In the topology's order.</summary>
    public IReadOnlyList<ClusterNode> Nodes { get; }

    public IEnumerable<ClusterNode> Ensemble => Nodes.Where(node => node.Node.Kind == NodeKind.ZooKeeper);

    /// <summary>Those that keep the cluster's metadata between them: the ensemble, or KRaft's controllers.</summary>
    public IEnumerable<ClusterNode> Members => Topology.IsKRaft ? Nodes.Where(node => node.Node.IsController) : Ensemble;

    public IEnumerable<ClusterNode> Brokers => Nodes.Where(node => node.Node.IsBroker);

    /// <summary>Connect string of the ensemble, for clients on this host.</summary>
    public string ZooKeeperConnect => string.Join(',', Ensemble.Select(node => node.Endpoint));

    /// <summary>Bootstrap servers, for clients on this host.</summary>
    public string Bootstrap => string.Join(',', Brokers.Select(node => node.Endpoint));

    /// <summary>Effective settings that all ensemble members share; empty in KRaft.</summary>
    public IReadOnlyDictionary<string, string> ZooKeeperSettings =>
        Topology.IsKRaft ? new Dictionary<string, string>() : NodeConfiguration.ZooKeeperSettings(Topology);

    /// <summary>Effective settings that all brokers and KRaft controllers share; empty without either.</summary>
    public IReadOnlyDictionary<string, string> KafkaSettings =>
        Topology.Nodes.Any(node => node.Kind == NodeKind.Kafka) ? KafkaConfiguration.Settings(Topology) : new Dictionary<string, string>();

    /// <summary>Where this host's clients come from, as the nodes see them: the gateway of the run's network.</summary>
    public string ClientAddress { get; }

    /// <summary>The longest session with the members: a broker's, else 20 ticks, ZooKeeper's most.</summary>
    public TimeSpan LongestSession =>
        KafkaSettings.Count > 0 ? Time(KafkaSettings, Topology.IsKRaft ? "broker.session.timeout.ms" : "zookeeper.session.timeout.ms")
        : 20 * Time(ZooKeeperSettings, "tickTime");

    /// <summary>How long a member may take to find a leader: initLimit ticks of ZooKeeper; in KRaft a fetch that is not answered, an election and the longest wait before another.</summary>
    public TimeSpan ElectionAtMost => Topology.IsKRaft
        ? Time(KafkaSettings, "controller.quorum.fetch.timeout.ms") + Time(KafkaSettings, "controller.quorum.election.timeout.ms") + Time(KafkaSettings, "controller.quorum.election.backoff.max.ms")
        : int.Parse(ZooKeeperSettings["initLimit"], CultureInfo.InvariantCulture) * Time(ZooKeeperSettings, "tickTime");

    /// <summary>How long a broker may take to be registered: its last session must end first, and then it waits for the members.</summary>
    public TimeSpan RegistrationAtMost => LongestSession + (Topology.IsKRaft
        ? Time(KafkaSettings, "initial.broker.registration.timeout.ms")
        : Time(ZooKeeperSettings, "tickTime") + Time(KafkaSettings, "zookeeper.connection.timeout.ms"));

    public ClusterNode this[string name] => Nodes.Single(node => node.Name == name);

    /// <summary>Starts every node in its zone, in parallel and without waiting for any to serve, the members first.</summary>
    /// <remarks>On failure, what was started stays, for the clean-up of the run to remove by its label.</remarks>
    /// <param name="images">At least of what the topology's nodes are launched with.</param>
    /// <param name="disks">By node, the volume with its disk; nodes without one keep their data in their containers.</param>
    /// <param name="folder">On this host; a folder in it for each node's configuration.</param>
    /// <exception cref="EnvironmentException">The engine refused a network or a container.</exception>
    public static async Task<Cluster> LaunchAsync(
        DockerEngine engine, Topology topology, IReadOnlyDictionary<Release, NodeImage> images, RunIdentity run, RunLock held, IReadOnlyDictionary<string, string> disks, string folder, CancellationToken token)
    {
        var launched = DateTimeOffset.UtcNow;
        var labels = run.Labels(held);
        var network = await RunNetwork.CreateAsync(run, labels, token);
        var hosts = topology.Nodes.Select((node, place) => (node.Name, Address: network.Address(place))).ToDictionary(one => one.Name, one => one.Address);
        var sandboxes = ControlGroups.ParentOfSandboxes(run, engine.SystemdDriver);
        // A broker that finds no member waits before it asks again, and its start would take the cores from the members'.
        var members = topology.Members.Select(node => PlaceAsync(node, Task.CompletedTask)).ToList();
        var others = topology.Nodes.Except(topology.Members).Select(node => PlaceAsync(node, Task.WhenAll(members)));
        var nodes = (await Task.WhenAll([.. members, .. others])).ToDictionary(node => node.Node);
        return new Cluster(engine, run, launched, topology, [.. topology.Nodes.Select(node => nodes[node])], network.Gateway);

        async Task<ClusterNode> PlaceAsync(Node node, Task before)
        {
            var zoned = new Dictionary<string, string>(labels) { [RunIdentity.DomainLabel] = topology.DomainOf(node), [RunIdentity.ZoneLabel] = node.Zone };
            var image = images[topology.ReleaseOf(node)];
            var sandbox = NodeContainers.Sandbox(node, image, network, hosts, sandboxes, zoned, run);
            await StartAsync(node, sandbox);
            await before;
            token.ThrowIfCancellationRequested();
            var group = ControlGroups.ParentOf(run, topology.DomainOf(node), node.Zone, engine.SystemdDriver);
            var place = new NodePlace(node, topology, hosts[node.Name], sandbox.Id, group, disks.GetValueOrDefault(node.Name), zoned, run);
            place.Configuration(image).WriteTo(Path.Combine(folder, node.Name));
            var process = place.Container(image, 1);
            await StartAsync(node, process);
            return new ClusterNode(
                engine,
                node,
                hosts[node.Name],
                process.Id,
                image,
                (other, number) => place.Container(other, number),
                ControlGroups.PathOf(group, engine.SystemdDriver),
                ControlGroups.OfContainer(ControlGroups.PathOf(sandboxes, engine.SystemdDriver), sandbox.Id, engine.SystemdDriver));
        }
    }

    /// <summary>The fewest control groups that hold these nodes and no others: a zone's where all of it is among them, else the nodes' own.</summary>
    public IReadOnlyList<string> GroupsOver(IReadOnlyCollection<ClusterNode> nodes) =>
        [.. nodes.GroupBy(node => node.ZoneGroup).SelectMany(zone => Nodes.Where(node => node.ZoneGroup == zone.Key).All(nodes.Contains) ? [zone.Key] : zone.Select(node => node.Group))];

    /// <summary>Tells of every start and end of a node's process since the launch, until cancelled.</summary>
    public Task FollowProcessesAsync(Action<ProcessEvent> tell, CancellationToken token) => ProcessFeed.FollowAsync(_engine, _run, _launched, tell, token);

    private static TimeSpan Time(IReadOnlyDictionary<string, string> settings, string key) =>
        TimeSpan.FromMilliseconds(int.Parse(settings[key], CultureInfo.InvariantCulture));

    internal static async Task StartAsync(Node node, IContainer container)
    {
        try
        {
            // Not to be cancelled half way: the engine would start it all the same, after the clean-up had looked.
            await container.StartAsync(CancellationToken.None);
        }
        // A process that exits at once is not the engine's failure: whoever waits for the node to be ready finds it, with its log.
        catch (ContainerNotRunningException)
        {
        }
        catch (Docker.DotNet.DockerApiException refused)
        {
            throw NotStarted(node, container.Image.FullName, refused);
        }
    }

    /// <summary>The engine's refusal to start a node's container, such as of a disk that cannot be mounted.</summary>
    internal static EnvironmentException NotStarted(Node node, string where, Docker.DotNet.DockerApiException refused) => new(
        $"The engine could not start {node.Name}.",
        where,
        EngineFailure.Said(refused),
        "a container that starts",
        "look at the engine's message; ./kafkachaos doctor shows what this machine can do",
        refused);
}
