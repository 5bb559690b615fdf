using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>A node that was started does not serve.</summary>
/// <param name="node">Which.</param>
/// <param name="exitCode">Of its process, where that ended again and again with an error of its own (see <see cref="OwnEnd"/>); else null.</param>
/// <param name="seen">What was observed, with the last lines of its log.</param>
public sealed class NotServingException(ClusterNode node, long? exitCode, string seen) : EnvironmentException(
    $"{node.Name} does not serve.",
    $"{node.Endpoint}, zone {node.Node.Zone}",
    seen,
    node.Node.Kind == NodeKind.Kafka ? "a broker that is registered in ZooKeeper and answers metadata" : "a member that serves in the quorum",
    "read the log above for the cause: settings of the scenario, memory, disk")
{
    public string Node { get; } = node.Name;

    public long? ExitCode { get; } = exitCode;
}
