namespace KafkaChaos.Planning;

/// <summary>Where a partition's replicas are, as seen; without it, the planner assumes the worst placement that Kafka may choose.</summary>
public sealed record PartitionReplicas(string Topic, int Partition, IReadOnlyList<int> Brokers);
