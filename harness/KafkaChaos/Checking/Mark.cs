namespace KafkaChaos.Checking;

internal enum MarkKind
{
    /// <summary>A record's value: what sent it and what read it.</summary>
    Value,

    /// <summary>An offset: what was acknowledged there and what was read there.</summary>
    Offset,

    /// <summary>The end of a partition's final read.</summary>
    ReadEnd,

    /// <summary>A write of the quorum probe.</summary>
    QuorumWrite,

    /// <summary>Its last read.</summary>
    QuorumRead,
}

/// <summary>What lines of a history may be about.</summary>
internal readonly record struct Mark(MarkKind Kind, string Topic, int Partition, string Producer, long Number)
{
    public static Mark Value(string topic, int partition, string producer, long sequence) => new(MarkKind.Value, topic, partition, producer, sequence);

    public static Mark Offset(string topic, int partition, long offset) => new(MarkKind.Offset, topic, partition, "", offset);

    public static Mark ReadEnd(string topic, int partition) => new(MarkKind.ReadEnd, topic, partition, "", 0);

    /// <param name="session">The member that the probe's session is bound to; null for the one across all.</param>
    /// <param name="sequence">The value written.</param>
    public static Mark QuorumWrite(string? session, long sequence) => new(MarkKind.QuorumWrite, "", 0, session ?? "", sequence);

    public static Mark QuorumRead(string? session) => new(MarkKind.QuorumRead, "", 0, session ?? "", 0);
}
