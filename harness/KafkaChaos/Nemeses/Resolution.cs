using KafkaChaos.Clusters;

namespace KafkaChaos.Nemeses;

/// <summary>The nodes that a target is at this moment, and why.</summary>
/// <param name="Nodes">At least one.</param>
/// <param name="Because">One sentence, such as <c>zookeeper-leader is zookeeper-b-1; zone b of it</c>.</param>
public sealed record Resolution(IReadOnlyList<ClusterNode> Nodes, string Because);
