namespace KafkaChaos.Histories;

/// <summary>One write of the quorum probe to its znode.</summary>
/// <param name="Sequence">The value written, from 0.</param>
/// <param name="Invoked">When it was handed to the client.</param>
/// <param name="Version">The znode's version after the write, where <see cref="Outcome.Ok"/>.</param>
/// <param name="Error">The client's error otherwise.</param>
public sealed record QuorumWrite(long Sequence, TimeSpan Invoked, Outcome Outcome, int? Version, string? Error) : HistoryEvent
{
    /// <summary>The member that the session is bound to, with a znode of its own; null for the session across all.</summary>
    public string? Session { get; init; }
}

/// <summary>The quorum probe's last read of its znode, after recovery and a sync.</summary>
/// <param name="Sequence">The value found; null where the znode is gone.</param>
/// <param name="Version">The version found; null where the znode is gone.</param>
public sealed record QuorumRead(long? Sequence, int? Version) : HistoryEvent
{
    /// <summary>Whose znode, as in <see cref="QuorumWrite.Session"/>.</summary>
    public string? Session { get; init; }
}

/// <summary>A session of the quorum probe expired, as its next write was told. A new one follows it.</summary>
public sealed record SessionExpired : HistoryEvent
{
    /// <summary>As in <see cref="QuorumWrite.Session"/>.</summary>
    public string? Session { get; init; }
}
