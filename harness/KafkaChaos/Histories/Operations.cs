namespace KafkaChaos.Histories;

/// <summary>What is known of an operation after its completion.</summary>
public enum Outcome
{
    /// <summary>Certainly done.</summary>
    Ok,

    /// <summary>Certainly not done.</summary>
    Failed,

    /// <summary>May or may not have been done.</summary>
    Unknown,
}

/// <summary>One record handed to a producer. <see cref="HistoryEvent.At"/> is its delivery report, or the end of the wait for one.</summary>
/// <param name="Producer">The producer session that sent it.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition, chosen by the workload.</param>
/// <param name="Sequence">Unique and increasing in the producer and partition, from 0; with both it is the record's value.</param>
/// <param name="Scheduled">When the open-loop schedule wanted it sent.</param>
/// <param name="Invoked">When the client accepted it.</param>
/// <param name="Outcome"><see cref="Outcome.Ok"/> only where the report says persisted.</param>
/// <param name="Offset">Where <see cref="Outcome.Ok"/>.</param>
/// <param name="Error">The client's error code otherwise.</param>
public sealed record SendOperation(
    string Producer,
    string Topic,
    int Partition,
    long Sequence,
    TimeSpan Scheduled,
    TimeSpan Invoked,
    Outcome Outcome,
    long? Offset,
    string? Error) : HistoryEvent;

/// <summary>A producer's client gave up for good (a fatal error, a fencing): nothing that it is given is sent any more.</summary>
public sealed record ProducerFailed(string Producer, string Reason) : HistoryEvent;

/// <summary>One record found by the final read.</summary>
/// <param name="Producer">Null, with <paramref name="Sequence"/>, where the value is none that a workload writes.</param>
/// <param name="Sequence">See <see cref="SendOperation"/>.</param>
public sealed record ReadRecord(string Topic, int Partition, long Offset, string? Producer, long? Sequence) : HistoryEvent;

/// <summary>How far the final read of a partition came.</summary>
/// <param name="Began">When it began; recovery was over by then, or the read proves nothing.</param>
/// <param name="StartOffset">First offset that the log still held.</param>
/// <param name="EndOffset">End of the log when the read began.</param>
/// <param name="Position">Next offset to read when it stopped: short of <paramref name="EndOffset"/>, it saw less than there is.</param>
public sealed record ReadEnded(string Topic, int Partition, TimeSpan Began, long StartOffset, long EndOffset, long Position) : HistoryEvent
{
    /// <summary>End of the log when the read ended; null where it could not be asked. Only an end that stayed is a stable one.</summary>
    public long? EndAfter { get; init; }
}

/// <summary>One write of the quorum probe to its znode.</summary>
/// <param name="Sequence">The value written, from 0.</param>
/// <param name="Invoked">When it was handed to the client.</param>
/// <param name="Version">The znode's version after the write, where <see cref="Outcome.Ok"/>.</param>
/// <param name="Error">The client's error otherwise.</param>
public sealed record QuorumWrite(long Sequence, TimeSpan Invoked, Outcome Outcome, int? Version, string? Error) : HistoryEvent;

/// <summary>The quorum probe's last read of its znode, after recovery and a sync.</summary>
/// <param name="Sequence">The value found; null where the znode is gone.</param>
/// <param name="Version">The version found; null where the znode is gone.</param>
public sealed record QuorumRead(long? Sequence, int? Version) : HistoryEvent;
