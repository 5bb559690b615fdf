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

    /// <summary>Whose packets an isolation drops.</summary>
    /// <param name="all">Every node.</param>
    /// <param name="clients">The address of the run's clients.</param>
    /// <param name="node">Who is isolated.</param>
    /// <param name="together">The nodes of the same target.</param>
    /// <param name="isolation">From whom, and which way.</param>
    internal static CutOff Cut(IReadOnlyList<ClusterNode> all, string clients, ClusterNode node, IReadOnlyCollection<ClusterNode> together, FaultOptions.Isolation isolation)
    {
        HashSet<string> others = isolation.From == Peers.All
            ? [.. all.Except(together).Select(other => other.Address), clients, CutOff.Anybody]
            : [.. Addresses(all, clients, node, together, isolation)];
        return new(isolation.Direction == Direction.Out ? [] : others, isolation.Direction == Direction.In ? [] : others);
    }

    internal static SandboxRules Of(IReadOnlyList<ClusterNode> all, string clients, ClusterNode node, IReadOnlyCollection<ClusterNode> together, FaultOptions.Isolation isolation)
    {
        IReadOnlyList<string> Rules(string side, string device) => isolation.From == Peers.All
            // Whoever it is, those included that have no node here.
            ? [.. Spared(node, together, side, device), Drop]
            : [.. Addresses(all, clients, node, together, isolation).Select(address => $"{side} {address} {Drop}")];

        return new(
            node.SandboxGroup,
            isolation.Direction == Direction.Out ? [] : Rules("-s", "-i"),
            isolation.Direction == Direction.In ? [] : Rules("-d", "-o"));
    }

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
            .. slowness.Delays ? [$"-j NFQUEUE --queue-num {queue} --queue-bypass"] : Array.Empty<string>(),
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

    private static IEnumerable<string> Addresses(IReadOnlyList<ClusterNode> all, string clients, ClusterNode node, IReadOnlyCollection<ClusterNode> together, FaultOptions.Isolation isolation) => all.Except(together)
        .Where(other => (isolation.From.HasFlag(Peers.Nodes) && other.Node.Kind == node.Node.Kind) || (isolation.From.HasFlag(Peers.ZooKeeper) && other.Node.Kind == NodeKind.ZooKeeper))
        .Select(other => other.Address)
        .Concat(isolation.From.HasFlag(Peers.Clients) ? [clients] : []);

    private static IEnumerable<string> Spared(ClusterNode node, IReadOnlyCollection<ClusterNode> together, string side, string device) =>
        together.Where(other => other != node).Select(other => $"{side} {other.Address} -j RETURN").Prepend($"{device} lo -j RETURN");
}
