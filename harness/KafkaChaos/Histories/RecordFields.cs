namespace KafkaChaos.Histories;

/// <summary>What the records of one stream have in common that come from one client and go to one partition.</summary>
/// <param name="Consumer">Who was handed it; null for what was sent or read.</param>
/// <param name="Producer">Who sent it; null where the value is none that a workload writes.</param>
internal readonly record struct RecordOrigin(string? Consumer, string? Producer, string Topic, int Partition)
{
    public static RecordOrigin Of(SendOperation send) => new(null, send.Producer, send.Topic, send.Partition);
}

/// <summary>What is each record's own: of a send, a read or what a consumer was handed.</summary>
internal struct RecordFields
{
    /// <summary>Null where the value is none that a workload writes.</summary>
    public long? Sequence;

    public long? Offset;

    public TimeSpan At;

    /// <summary>Of a send, as what follows.</summary>
    public TimeSpan Scheduled;
    public TimeSpan Invoked;
    public Outcome Outcome;
    public string? Error;
    public long? Transaction;

    public static RecordFields Of(SendOperation send) => new()
    {
        Sequence = send.Sequence,
        Offset = send.Offset,
        At = send.At,
        Scheduled = send.Scheduled,
        Invoked = send.Invoked,
        Outcome = send.Outcome,
        Error = send.Error,
        Transaction = send.Transaction,
    };

    public static RecordFields Of(ReadRecord read) => new() { Sequence = read.Sequence, Offset = read.Offset, At = read.At };

    public static RecordFields Of(ConsumedRecord handed) => new() { Sequence = handed.Sequence, Offset = handed.Offset, At = handed.At };

    public readonly SendOperation Send(in RecordOrigin of) =>
        new(of.Producer!, of.Topic, of.Partition, Sequence!.Value, Scheduled, Invoked, Outcome, Offset, Error) { At = At, Transaction = Transaction };

    public readonly ReadRecord Read(in RecordOrigin of) => new(of.Topic, of.Partition, Offset!.Value, of.Producer, Sequence) { At = At };

    public readonly ConsumedRecord Consumed(in RecordOrigin of) => new(of.Consumer!, of.Topic, of.Partition, Offset!.Value, of.Producer, Sequence) { At = At };
}
