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
/// <param name="Partition">Its partition, chosen by the workload or by the client from the record's key.</param>
/// <param name="Sequence">Unique and increasing in the producer and partition, from 0; with both it is the record's value.</param>
/// <param name="Scheduled">When the open-loop schedule wanted it sent.</param>
/// <param name="Invoked">When the client accepted it.</param>
/// <param name="Outcome"><see cref="Outcome.Ok"/> only where the report says persisted, by a producer that asks for acknowledgements.</param>
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
    string? Error) : HistoryEvent
{
    /// <summary>The number of its transaction in the producer session; null outside of transactions. What it comes to is the transaction's end's to say.</summary>
    public long? Transaction { get; init; }
}

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
