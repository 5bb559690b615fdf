using System.Globalization;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Which packets a fault of the network drops, loses or delays, in iptables' words.</summary>
internal static class NetworkRules
{
    private const string Drop = "-j DROP";

    /// <param name="cluster">Where the others are.</param>
    /// <param name="node">Whose rules they are.</param>
    /// <param name="together">The nodes of the same target, which go on hearing each other.</param>
    /// <param name="isolation">From whom, and which way.</param>
    public static SandboxRules Of(Cluster cluster, ClusterNode node, IReadOnlyCollection<ClusterNode> together, FaultOptions.Isolation isolation) =>
        Of(cluster.Nodes, cluster.ClientAddress, node, together, isolation);

    internal static SandboxRules Of(IReadOnlyList<ClusterNode> all, string clients, ClusterNode node, IReadOnlyCollection<ClusterNode> together, FaultOptions.Isolation isolation)
    {
        IReadOnlyList<string> Rules(string side, string device) => isolation.From == Peers.All
            // Whoever it is, those included that have no node here.
            ? [.. Spared(node, together, side, device), Drop]
            : [.. Addresses().Select(address => $"{side} {address} {Drop}")];

        IEnumerable<string> Addresses() => all.Except(together)
            .Where(other => (isolation.From.HasFlag(Peers.Nodes) && other.Node.Kind == node.Node.Kind) || (isolation.From.HasFlag(Peers.ZooKeeper) && other.Node.Kind == NodeKind.ZooKeeper))
            .Select(other => other.Address)
            .Concat(isolation.From.HasFlag(Peers.Clients) ? [clients] : []);

        return new(
            node.SandboxGroup,
            isolation.Direction == Direction.Out ? [] : Rules("-s", "-i"),
            isolation.Direction == Direction.In ? [] : Rules("-d", "-o"));
    }

    /// <summary>Whether a slowness needs rules.</summary>
    public static bool Rules(FaultOptions.Slowness slowness) => slowness.Loss is not null || Delays(slowness);

    /// <summary>Whether a slowness needs a packet queue.</summary>
    public static bool Delays(FaultOptions.Slowness slowness) => slowness.Delay is not null || slowness.Jitter is not null;

    /// <param name="node">Whose rules they are.</param>
    /// <param name="together">The nodes of the same target, between which nothing is slow.</param>
    /// <param name="toward">The other end; null for everybody.</param>
    /// <param name="slowness">Delay and loss, which are of packets that come in.</param>
    /// <param name="queue">The number of the packet queue.</param>
    public static SandboxRules Of(ClusterNode node, IReadOnlyCollection<ClusterNode> together, IReadOnlyCollection<ClusterNode>? toward, FaultOptions.Slowness slowness, ushort queue)
    {
        string[] ends =
        [
            .. slowness.Loss is { } loss ? [string.Create(CultureInfo.InvariantCulture, $"-m statistic --mode random --probability {loss:0.##########} {Drop}")] : Array.Empty<string>(),
            // Where nobody reads the queue, packets pass.
            .. Delays(slowness) ? [$"-j NFQUEUE --queue-num {queue} --queue-bypass"] : Array.Empty<string>(),
        ];
        IReadOnlyList<string> incoming = toward is null ? [.. Spared(node, together, "-s", "-i"), .. ends]
            : [.. toward.Except(together).SelectMany(other => ends.Select(end => $"-s {other.Address} {end}"))];
        return new(node.SandboxGroup, incoming, []);
    }

    /// <summary>Whose packets a rate limits, of those that go out.</summary>
    /// <param name="node">The sender.</param>
    /// <param name="together">The nodes of the same target, toward which nothing is slow.</param>
    /// <param name="toward">The other end; null for everybody.</param>
    public static SandboxRate Limited(ClusterNode node, IReadOnlyCollection<ClusterNode> together, IReadOnlyCollection<ClusterNode>? toward) => toward is null
        ? new(node.SandboxGroup, null, [.. together.Where(other => other != node).Select(other => other.Address)])
        : new(node.SandboxGroup, [.. toward.Except(together).Select(other => other.Address)], []);

    private static IEnumerable<string> Spared(ClusterNode node, IReadOnlyCollection<ClusterNode> together, string side, string device) =>
        together.Where(other => other != node).Select(other => $"{side} {other.Address} -j RETURN").Prepend($"{device} lo -j RETURN");
}
