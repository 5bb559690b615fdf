using System.Globalization;
using System.Text;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What the harness writes into a node before it starts, and the command that starts it.</summary>
/// <param name="Files">Path in the container and content.</param>
/// <param name="Command">In exec form.</param>
internal sealed record NodeConfiguration(IReadOnlyDictionary<string, string> Files, IReadOnlyList<string> Command)
{
    public const int ZooKeeperPort = 2181;
    public const int KafkaPort = 9092;

    /// <summary>Where a container finds its files.</summary>
    public const string Folder = "/kafkachaos";

    /// <summary>Where a container has its node's disk, where the node has one of its own.</summary>
    public const string Disk = $"{Folder}/disk";

    /// <summary>Where its process keeps its data: below the disk, because a new file system is not empty.</summary>
    public const string Data = $"{Disk}/data";

    /// <summary>Writes the files in the container and becomes the process: an archive to unpack would cost the engine a process and a mount for every node.</summary>
    /// <remarks>What is there already stays: what somebody changed for a look, and the identity on a disk that is full.</remarks>
    public IReadOnlyList<string> Entrypoint => ["sh", "-c", $"set -e; {string.Concat(Files.Select(Written))}exec \"$@\"", "sh", .. Command];

    /// <param name="node">Whose.</param>
    /// <param name="topology">The other nodes' names and settings.</param>
    /// <param name="image">Where its Java archives are.</param>
    /// <param name="address">The node's address, for a broker to advertise: clients on this host do not know the nodes' names.</param>
    public static NodeConfiguration Of(Node node, Topology topology, NodeImage image, string address) => node.Kind switch
    {
        NodeKind.ZooKeeper => OfZooKeeper(node, topology, image),
        _ => OfKafka(node, topology, image, address),
    };

    /// <summary>Writes the files below a folder of this host, as they shall stand below <see cref="Folder"/>.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public DirectoryInfo WriteTo(string folder)
    {
        foreach (var (path, text) in Files)
        {
            var file = Path.Combine(folder, Path.GetRelativePath(Folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return new DirectoryInfo(folder);
    }

    /// <summary>Settings that all members of an ensemble share, those of the scenario over the harness's own.</summary>
    public static IReadOnlyDictionary<string, string> ZooKeeperSettings(Topology topology) => Over(
        new()
        {
            ["tickTime"] = "2000",
            ["initLimit"] = "10",
            ["syncLimit"] = "5",
            ["maxClientCnxns"] = "0",
            ["admin.enableServer"] = "false",
            ["4lw.commands.whitelist"] = "*",
        },
        topology.ZooKeeper?.Settings);

    /// <summary>Settings that all brokers share, those of the scenario over the harness's own.</summary>
    public static IReadOnlyDictionary<string, string> KafkaSettings(Topology topology)
    {
        var replication = Text(Math.Min(3, topology.Brokers.Count()));
        return Over(
            new()
            {
                ["zookeeper.session.timeout.ms"] = "18000",
                ["zookeeper.connection.timeout.ms"] = "60000",
                ["replica.lag.time.max.ms"] = "30000",
                ["unclean.leader.election.enable"] = "false",
                ["auto.leader.rebalance.enable"] = "false",
                ["auto.create.topics.enable"] = "false",
                ["offsets.topic.replication.factor"] = replication,
                ["transaction.state.log.replication.factor"] = replication,
                ["transaction.state.log.min.isr"] = Text(Math.Min(2, topology.Brokers.Count())),
                ["group.initial.rebalance.delay.ms"] = "0",
                // The broker fills it with zeroes at its start; the default of 128 MiB would be half of its heap.
                ["log.cleaner.dedupe.buffer.size"] = "16777216",
            },
            topology.Kafka?.Settings);
    }

    private static NodeConfiguration OfZooKeeper(Node node, Topology topology, NodeImage image)
    {
        var lines = new Dictionary<string, string>(Over(new(ZooKeeperSettings(topology)), node.Settings))
        {
            ["dataDir"] = Data,
            ["clientPort"] = Text(ZooKeeperPort),
        };
        Ensemble(lines, node, topology);

        return new(
            new Dictionary<string, string>
            {
                [$"{Folder}/zoo.cfg"] = Properties(lines),
                [$"{Data}/myid"] = Text(node.Id) + "\n",
                [$"{Folder}/logback.xml"] = LogConfiguration.Logback,
                [$"{Folder}/log4j.properties"] = LogConfiguration.Log4J,
            },
            [.. Java(image, Heap(node, topology, "128m"), $"-Dlogback.configurationFile={Folder}/logback.xml"), "org.apache.zookeeper.server.quorum.QuorumPeerMain", $"{Folder}/zoo.cfg"]);
    }

    private static NodeConfiguration OfKafka(Node node, Topology topology, NodeImage image, string address)
    {
        var lines = new Dictionary<string, string>(Over(new(KafkaSettings(topology)), node.Settings))
        {
            ["broker.id"] = Text(node.Id),
            ["listeners"] = $"PLAINTEXT://0.0.0.0:{KafkaPort}",
            ["advertised.listeners"] = $"PLAINTEXT://{address}:{KafkaPort}",
            ["log.dirs"] = Data,
            ["zookeeper.connect"] = string.Join(',', topology.Ensemble.Select(member => $"{member.Name}:{ZooKeeperPort}")),
        };
        if (topology.Kafka is { Racks: true })
        {
            lines["broker.rack"] = node.Zone;
        }

        return new(
            new Dictionary<string, string>
            {
                [$"{Folder}/server.properties"] = Properties(lines),
                [$"{Folder}/log4j.properties"] = LogConfiguration.Log4J,
            },
            [.. Java(image, Heap(node, topology, "256m")), "kafka.Kafka", $"{Folder}/server.properties"]);
    }

    // Who the members are, which of them vote, and in which groups with how many votes.
    private static void Ensemble(Dictionary<string, string> lines, Node node, Topology topology)
    {
        foreach (var member in topology.Ensemble)
        {
            lines[$"server.{member.Id}"] = $"{member.Name}:2888:3888{(member.Role == NodeRole.Observer ? ":observer" : "")}";
        }

        if (node.Role == NodeRole.Observer)
        {
            lines["peerType"] = "observer";
        }

        // A single voter would run alone, and refuse observers.
        if (topology.Voters.Count() == 1 && topology.Ensemble.Count() > 1)
        {
            lines["standaloneEnabled"] = "false";
        }

        foreach (var (group, number) in (topology.ZooKeeper?.Groups ?? []).Select((group, place) => (group, place + 1)))
        {
            lines[$"group.{Text(number)}"] = string.Join(':', group.Members.Select(member => Text(topology.NodeNamed(member).Id)));
        }

        foreach (var (member, votes) in topology.ZooKeeper?.Weights ?? new Dictionary<string, int>())
        {
            lines[$"weight.{Text(topology.NodeNamed(member).Id)}"] = Text(votes);
        }
    }

    private static string Heap(Node node, Topology topology, string absent) => topology.HardwareOf(node).HeapBytes is { } bytes
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024}k")
        : absent;

    // A test node lives for minutes on a shared core: what counts is its start, so the first compiler and the simplest collector.
    private static IEnumerable<string> Java(NodeImage image, string heap, params string[] more) =>
    [
        "java",
        .. image.ClassPath,
        $"-Xmx{heap}",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        // At its own address, where nothing in it need be adapted: 40 ms of CPU.
        .. image.Archive is { } archive ? new[] { $"-XX:SharedArchiveFile={archive}", "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0" } : [],
        "-Xshare:auto",
        $"-Dlog4j.configuration=file:{Folder}/log4j.properties",
        .. more,
    ];

    private static string Written(KeyValuePair<string, string> file)
    {
        var (path, text) = (Quoted(file.Key), Quoted(file.Value));
        return $"[ -s {path} ] || {{ mkdir -p {Quoted(Path.GetDirectoryName(file.Key)!)}; printf %s {text} >{path}; }}; ";
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static Dictionary<string, string> Over(Dictionary<string, string> own, IReadOnlyDictionary<string, string>? scenario)
    {
        foreach (var (key, value) in scenario ?? new Dictionary<string, string>())
        {
            own[key] = value;
        }

        return own;
    }

    private static string Properties(IReadOnlyDictionary<string, string> lines) =>
        lines.Aggregate(new StringBuilder(), (text, line) => text.Append(line.Key).Append('=').Append(line.Value.Replace("\\", "\\\\", StringComparison.Ordinal)).Append('\n')).ToString();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
