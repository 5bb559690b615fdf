namespace KafkaChaos.Checking;

internal enum MarkKind
{
    /// <summary>A record's value: what sent it and what read it.</summary>
    Value,

    /// <summary>An offset: what was acknowledged there and what was read there.</summary>
    Offset,

    /// <summary>The end of a partition's final read.</summary>
    ReadEnd,

    /// <summary>The outcome of a send, by its moment.</summary>
    Acknowledgement,

    /// <summary>A commit, by its moment.</summary>
    Commit,

    /// <summary>A partition's state, by the moment at which it was seen.</summary>
    State,

    /// <summary>The controller, by the moment at which it was seen.</summary>
    Controller,

    /// <summary>A write of the quorum probe.</summary>
    QuorumWrite,

    /// <summary>Its last read.</summary>
    QuorumRead,

    /// <summary>A read of its own while the load ran, by its moment.</summary>
    SessionRead,
}

/// <summary>What lines of a history may be about.</summary>
internal readonly record struct Mark(MarkKind Kind, string Topic, int Partition, string Producer, long Number)
{
    public static Mark Value(string topic, int partition, string producer, long sequence) => new(MarkKind.Value, topic, partition, producer, sequence);

    public static Mark Offset(string topic, int partition, long offset) => new(MarkKind.Offset, topic, partition, "", offset);

    public static Mark ReadEnd(string topic, int partition) => new(MarkKind.ReadEnd, topic, partition, "", 0);

    public static Mark Acknowledgement(string topic, int partition, string producer, TimeSpan at) => new(MarkKind.Acknowledgement, topic, partition, producer, at.Ticks);

    public static Mark State(string topic, int partition, TimeSpan at) => new(MarkKind.State, topic, partition, "", at.Ticks);

    public static Mark Controller(TimeSpan at) => new(MarkKind.Controller, "", 0, "", at.Ticks);

    public static Mark Commit(string producer, TimeSpan at) => new(MarkKind.Commit, "", 0, producer, at.Ticks);

    /// <param name="session">The member that the probe's session is bound to; null for the one across all.</param>
    /// <param name="sequence">The value written.</param>
    public static Mark QuorumWrite(string? session, long sequence) => new(MarkKind.QuorumWrite, "", 0, session ?? "", sequence);

    /// <param name="session">As above.</param>
    /// <param name="at">When it was answered.</param>
    public static Mark SessionRead(string? session, TimeSpan at) => new(MarkKind.SessionRead, "", 0, session ?? "", at.Ticks);

    public static Mark QuorumRead(string? session) => new(MarkKind.QuorumRead, "", 0, session ?? "", 0);
}
