using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Follows which version each node runs from step to step, so that an upgrade to an older one is refused before the run.</summary>
internal sealed class NodeVersions
{
    // Empty where only the run decides.
    private readonly Dictionary<string, string> replaced = [];
    private readonly Dictionary<NodeKind, string> launched = [];

    // Every version that a step has put in the place of a broker's.
    private readonly HashSet<string> kafkas = [];
    private MetadataMode metadata;
    private bool protocolGiven;
    private bool doubtful;

    /// <summary>Takes the versions that nodes are launched with.</summary>
    internal void Launch(Topology topology)
    {
        if (topology.ZooKeeper is { } zookeeper)
        {
            launched[NodeKind.ZooKeeper] = zookeeper.Version;
        }

        if (topology.Kafka is { } kafka)
        {
            launched[NodeKind.Kafka] = kafka.Version;
            metadata = kafka.Metadata;
            protocolGiven = kafka.Settings.ContainsKey("inter.broker.protocol.version");
        }
    }

    /// <summary>A step could not be read: from here on nothing is refused.</summary>
    internal void Doubt() => doubtful = true;

    /// <summary>Takes note of an upgrade or a downgrade of nodes of one kind, at least one; the answer says why it cannot be, or null.</summary>
    internal string? Replace(Fault fault, string version, Reach reach, Places places)
    {
        var nodes = places.Nodes.Where(node => reach.Nodes.Contains(node.Name)).ToList();
        var wrong = nodes.Where(node => Running(node) is { } old && (fault == Fault.Upgrade ? Compare(version, old) <= 0 : Compare(version, old) >= 0)).ToList();
        var refused = wrong.Count > 0 && !doubtful && (reach.Exact || wrong.Count == nodes.Count);
        var reason = nodes[0].Kind == NodeKind.Kafka && Unreadable(version) is { } unreadable ? unreadable
            : refused ? $"{wrong[0].Name} runs {Running(wrong[0])} by then; {(fault == Fault.Upgrade ? "an upgrade goes to a later version" : "a downgrade goes to an earlier version")}"
            : null;
        if (nodes[0].Kind == NodeKind.Kafka)
        {
            kafkas.Add(version);
        }

        foreach (var node in nodes)
        {
            replaced[node.Name] = reach.Exact ? version : "";
        }

        return reason;
    }

    /// <summary>The lines of Kafka, such as <c>3.8 and 3.9</c>, that brokers run side by side where nothing says which protocol they speak; null where it is one line, or is said, as KRaft's own metadata does.</summary>
    internal string? MixedLines()
    {
        if (protocolGiven || metadata == MetadataMode.KRaft || !launched.TryGetValue(NodeKind.Kafka, out var first))
        {
            return null;
        }

        var lines = kafkas.Append(first).Select(MetadataVersions.Line).Distinct().Order().ToList();
        return lines.Count > 1 ? string.Join(" and ", lines) : null;
    }

    private string? Unreadable(string version) => !launched.TryGetValue(NodeKind.Kafka, out var first) || (protocolGiven && MetadataVersions.HasProtocolVersion(first))
        ? MetadataVersions.Objection(metadata, version)
        : MetadataVersions.Objection(metadata, first, version);

    private static int Compare(string one, string other) => Version.Parse(one).CompareTo(Version.Parse(other));

    private string? Running(Node node) =>
        replaced.TryGetValue(node.Name, out var version) ? version.Length > 0 ? version : null : launched.GetValueOrDefault(node.Kind);
}
