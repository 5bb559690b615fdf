using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Which packets an isolation drops, in iptables' words.</summary>
internal static class IsolationRules
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
            ? [$"{device} lo -j RETURN", .. together.Where(other => other != node).Select(other => $"{side} {other.Address} -j RETURN"), Drop]
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
}
