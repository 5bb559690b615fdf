namespace KafkaChaos.Planning;

/// <summary>Where a partition's replicas are, as seen; without it, the planner assumes that they are spread over the racks.</summary>
public sealed record PartitionReplicas(string Topic, int Partition, IReadOnlyList<int> Brokers);
