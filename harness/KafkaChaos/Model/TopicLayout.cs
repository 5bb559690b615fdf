namespace KafkaChaos.Model;

/// <summary>A topic that a run creates.</summary>
/// <param name="Name">The topic's name.</param>
/// <param name="Partitions">How many partitions; at least 1.</param>
/// <param name="Replication">Replicas of each partition; at most the number of brokers.</param>
/// <param name="MinInsyncReplicas"><c>min.insync.replicas</c>; at most <paramref name="Replication"/>.</param>
public sealed record TopicLayout(string Name, int Partitions, int Replication, int MinInsyncReplicas)
{
    /// <summary>For each partition the names of its brokers, the preferred leader first; null where Kafka places the replicas.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Placement { get; init; }
}
