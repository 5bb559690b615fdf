namespace KafkaChaos.Histories;

/// <summary>Records of one producer that follow each other without a gap.</summary>
/// <param name="First">The lowest sequence.</param>
/// <param name="Last">The highest.</param>
public sealed record SequenceSpan(string Producer, long First, long Last);

/// <summary>What the log segments of one replica hold, read from its disk by Kafka's own tool after the final read.</summary>
/// <param name="Node">Whose disk.</param>
/// <param name="Records">How many records the tool printed, whoever sent them.</param>
/// <param name="Holds">By producer and then by sequence; each record once.</param>
public sealed record ReplicaLog(string Node, string Topic, int Partition, long Records, IReadOnlyList<SequenceSpan> Holds) : HistoryEvent
{
    /// <summary>The base offset of its first segment, below which records were removed; null where that was not recorded.</summary>
    public long? Start { get; init; }
}
