namespace KafkaChaos.Histories;

/// <summary>One write of the quorum probe to its znode; in KRaft to a value of the metadata.</summary>
/// <param name="Sequence">The value written, from 0.</param>
/// <param name="Invoked">When it was handed to the client.</param>
/// <param name="Version">The znode's version after the write, where <see cref="Outcome.Ok"/>; null in KRaft.</param>
/// <param name="Error">The client's error otherwise.</param>
public sealed record QuorumWrite(long Sequence, TimeSpan Invoked, Outcome Outcome, int? Version, string? Error) : HistoryEvent
{
    /// <summary>The member that the session is bound to, with a znode of its own; null for the session across all.</summary>
    public string? Session { get; init; }
}

/// <summary>The quorum probe's last read of its znode, after recovery and a sync.</summary>
/// <param name="Sequence">The value found; null where the znode is gone, in KRaft where there is no value.</param>
/// <param name="Version">The version found; null where the znode is gone, and in KRaft.</param>
public sealed record QuorumRead(long? Sequence, int? Version) : HistoryEvent
{
    /// <summary>When it was handed to the client; null where that was not recorded.</summary>
    public TimeSpan? Invoked { get; init; }

    /// <summary>Whose znode, as in <see cref="QuorumWrite.Session"/>.</summary>
    public string? Session { get; init; }
}

/// <summary>One read of the quorum probe while the load ran: of its znode, through the session that writes it, and without a sync.</summary>
/// <param name="Invoked">When it was handed to the client.</param>
/// <param name="Outcome">Whether it was answered.</param>
/// <param name="Sequence">The value found, -1 before the first write; null where the znode is gone or not <see cref="Outcome.Ok"/>.</param>
/// <param name="Version">Its version; null as above.</param>
/// <param name="Error">The client's error where not <see cref="Outcome.Ok"/>.</param>
public sealed record SessionRead(TimeSpan Invoked, Outcome Outcome, long? Sequence, int? Version, string? Error) : HistoryEvent
{
    /// <summary>As in <see cref="QuorumWrite.Session"/>.</summary>
    public string? Session { get; init; }
}

/// <summary>A session of the quorum probe expired, as its next request was told. A new one follows it.</summary>
public sealed record SessionExpired : HistoryEvent
{
    /// <summary>As in <see cref="QuorumWrite.Session"/>.</summary>
    public string? Session { get; init; }
}
