namespace KafkaChaos.Histories;

/// <summary>One record handed to a consumer while the load ran.</summary>
/// <param name="Consumer">Its client.</param>
/// <param name="Producer">Null, with <paramref name="Sequence"/>, where the value is none that a workload writes.</param>
/// <param name="Sequence">See <see cref="SendOperation"/>.</param>
public sealed record ConsumedRecord(string Consumer, string Topic, int Partition, long Offset, string? Producer, long? Sequence) : HistoryEvent;

/// <summary>What became of a consumer's partitions.</summary>
public enum AssignmentChange
{
    /// <summary>It reads them from now on, from where its group had come to.</summary>
    Assigned,

    /// <summary>It gave them back.</summary>
    Revoked,

    /// <summary>They were taken from it: its group went on without it.</summary>
    Lost,
}

/// <summary>Partitions were given to a consumer or taken from it, by its group or by the workload.</summary>
/// <param name="Consumer">Its client.</param>
/// <param name="Change">Which of it.</param>
/// <param name="Partitions">Those concerned; the others stay as they are.</param>
public sealed record AssignmentChanged(string Consumer, AssignmentChange Change, IReadOnlyList<PartitionReference> Partitions) : HistoryEvent;

/// <summary>A partition by its topic and number.</summary>
public sealed record PartitionReference(string Topic, int Partition);
