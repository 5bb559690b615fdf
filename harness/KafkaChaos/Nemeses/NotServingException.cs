using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>A node that was started does not serve.</summary>
/// <param name="node">Which.</param>
/// <param name="kraft">Whether the cluster's metadata is in KRaft.</param>
/// <param name="exitCode">Of its process, where that ended again and again with an error of its own (see <see cref="OwnEnd"/>); else null.</param>
/// <param name="seen">What was observed, with the last lines of its log.</param>
public sealed class NotServingException(ClusterNode node, bool kraft, long? exitCode, string seen) : EnvironmentException(
    $"{node.Name} does not serve.",
    $"{node.Endpoint}, zone {node.Node.Zone}",
    seen,
    Service(node.Node, kraft),
    "read the log above for the cause: settings of the scenario, memory, disk")
{
    public string Node { get; } = node.Name;

    public long? ExitCode { get; } = exitCode;

    private static string Service(Node node, bool kraft) => node.Role switch
    {
        NodeRole.Broker when !kraft => "a broker that is registered in ZooKeeper and answers metadata",
        NodeRole.Broker => "a broker that is registered, not fenced, and answers metadata",
        NodeRole.Combined => "a controller that serves in the quorum, and a broker that is registered, not fenced, and answers metadata",
        NodeRole.Controller => "a controller that serves in the quorum",
        _ => "a member that serves in the quorum",
    };
}
