using System.Globalization;
using System.Text;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What the harness writes into a node before it starts, and the command that starts it.</summary>
/// <param name="Files">Path in the container and content.</param>
/// <param name="Command">In exec form.</param>
internal sealed record NodeConfiguration(IReadOnlyDictionary<string, string> Files, IReadOnlyList<string> Command)
{
    /// <summary>What must run before the command where a file is not there yet; null where nothing must.</summary>
    public Preparation? First { get; init; }

    public const int ZooKeeperPort = 2181;
    public const int KafkaPort = 9092;

    /// <summary>Of KRaft's controllers.</summary>
    public const int ControllerPort = 9093;

    /// <summary>Where a container finds its files.</summary>
    public const string Folder = "/kafkachaos";

    /// <summary>Where a container has its node's disk, where the node has one of its own.</summary>
    public const string Disk = $"{Folder}/disk";

    /// <summary>Where its process keeps its data: below the disk, because a new file system is not empty.</summary>
    public const string Data = $"{Disk}/data";

    /// <summary>Writes the files in the container and becomes the process: an archive to unpack would cost the engine a process and a mount for every node.</summary>
    /// <remarks>What is there already stays: what somebody changed for a look, and the identity on a disk that is full.</remarks>
    public IReadOnlyList<string> Entrypoint => ["sh", "-c", $"set -e; {string.Concat(Files.Select(Written))}{First?.Script}exec \"$@\"", "sh", .. Command];

    /// <param name="node">Whose.</param>
    /// <param name="topology">The other nodes' names and settings.</param>
    /// <param name="image">Where its Java archives are.</param>
    /// <param name="address">The node's address, for a broker to advertise: clients on this host do not know the nodes' names.</param>
    public static NodeConfiguration Of(Node node, Topology topology, NodeImage image, string address) => node.Kind switch
    {
        NodeKind.ZooKeeper => OfZooKeeper(node, topology, image),
        _ => KafkaConfiguration.Of(node, topology, image, address),
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
            [.. Java(image, Heap(node, topology, "128m"), LogConfiguration.Log4JFlag, $"-Dlogback.configurationFile={Folder}/logback.xml"), "org.apache.zookeeper.server.quorum.QuorumPeerMain", $"{Folder}/zoo.cfg"]);
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

    internal static string Heap(Node node, Topology topology, string absent) => topology.HardwareOf(node).HeapBytes is { } bytes
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024}k")
        : absent;

    // A test node lives for minutes on a shared core: what counts is its start, so the first compiler and the simplest collector.
    internal static IEnumerable<string> Java(NodeImage image, string heap, params string[] more) =>
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
        .. more,
    ];

    private static string Written(KeyValuePair<string, string> file)
    {
        var (path, text) = (Quoted(file.Key), Quoted(file.Value));
        return $"[ -s {path} ] || {{ mkdir -p {Quoted(Path.GetDirectoryName(file.Key)!)}; printf %s {text} >{path}; }}; ";
    }

    internal static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    internal static Dictionary<string, string> Over(Dictionary<string, string> own, IReadOnlyDictionary<string, string>? scenario)
    {
        foreach (var (key, value) in scenario ?? new Dictionary<string, string>())
        {
            own[key] = value;
        }

        return own;
    }

    internal static string Properties(IReadOnlyDictionary<string, string> lines) =>
        lines.Aggregate(new StringBuilder(), (text, line) => text.Append(line.Key).Append('=').Append(line.Value.Replace("\\", "\\\\", StringComparison.Ordinal)).Append('\n')).ToString();

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
