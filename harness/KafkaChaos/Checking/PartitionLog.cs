using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>A value that claims an offset, by an acknowledgement or a read.</summary>
/// <param name="Session">Null where nobody sent it.</param>
internal sealed record Claimant(ProducerSession? Session, long Sequence)
{
    /// <summary>Acknowledged, and read nowhere: its offset was given away when it was lost.</summary>
    public bool IsLost => Session?.Of(Sequence) is { Outcome: Outcome.Ok, Found: null };

    /// <summary>See <see cref="SentRecord.IsMoved"/>.</summary>
    public bool IsMoved => Session?.Of(Sequence)?.IsMoved == true;

    public override string ToString() => Session is null ? "a value nobody sent" : $"{Session.Producer} #{Sequence}";
}

/// <summary>One offset that two values claim.</summary>
internal sealed record Conflict(long Offset, TimeSpan At, Claimant One, Claimant Other);

/// <summary>A value found that nobody sent.</summary>
internal sealed record Stranger(long Offset, TimeSpan At, string Value);

/// <summary>One partition: its producer sessions, and what its offsets hold.</summary>
internal sealed class PartitionLog(string topic, int partition)
{
    private readonly Dictionary<string, ProducerSession> _sessions = [];
    private readonly List<ProducerSession> _order = [];
    private readonly OffsetTable _offsets = new();

    public string Topic { get; } = topic;

    public int Partition { get; } = partition;

    public string Name { get; } = $"{topic}/{partition}";

    public IReadOnlyList<ProducerSession> Sessions => _order;

    /// <summary>What the lines about one of its records are about.</summary>
    public Mark MarkOf(ProducerSession session, long sequence) => Mark.Value(Topic, Partition, session.Producer, sequence);

    /// <summary>What the lines about one of its offsets are about.</summary>
    public Mark MarkOf(long offset) => Mark.Offset(Topic, Partition, offset);

    /// <summary>When the partition last acknowledged a record, also one whose transaction was not committed later; null where it never did.</summary>
    public TimeSpan? LastAcknowledged => _order.Select(session => session.Acknowledgements.Last).Max();

    /// <summary>The last moment for which the load had a record for this partition.</summary>
    public TimeSpan LastScheduled => _order.Select(session => session.LastScheduled).DefaultIfEmpty().Max();

    /// <summary>How the last final read ended; null where there was none.</summary>
    public ReadEnded? End { get; set; }

    public List<Conflict> Conflicts { get; } = [];

    public List<Stranger> Strangers { get; } = [];

    /// <param name="session">One of its own.</param>
    /// <param name="send">A record handed to its producer.</param>
    /// <param name="outcome">What it comes to, the end of its transaction included.</param>
    /// <param name="commit">When its transaction was known to be committed; null where it was not, or it is in none.</param>
    /// <exception cref="InvalidOperationException">The record has an outcome already: the history contradicts itself.</exception>
    public void Add(ProducerSession session, in RecordFields send, Outcome outcome, TimeSpan? commit)
    {
        if (!session.Add(send, outcome, commit))
        {
            throw new InvalidOperationException($"the history has two outcomes for record {session.Producer} #{send.Sequence} of {Name}, expected one");
        }

        if (outcome == Outcome.Ok && send.Offset is >= 0 and var offset)
        {
            Claim(offset, session.Index, send.Sequence!.Value, send.At, read: false);
        }
    }

    /// <param name="producer">Who the value says that it is of; null where no workload writes such a value.</param>
    /// <param name="session">That producer's; null where it sent nothing there.</param>
    /// <param name="read">What the final read found.</param>
    public void Add(string? producer, ProducerSession? session, in RecordFields read)
    {
        var offset = read.Offset!.Value;
        if (session is null || read.Sequence is not { } sequence || !session.Knows(sequence))
        {
            if (Claim(offset, OffsetTable.Stranger, 0, read.At, read: true))
            {
                Strangers.Add(new Stranger(offset, read.At, producer is null ? "a value that no workload writes" : $"{producer} #{read.Sequence}"));
            }

            return;
        }

        if (Claim(offset, session.Index, sequence, read.At, read: true))
        {
            session.Found(sequence, offset);
        }
    }

    /// <summary>False where this value was read at this offset before.</summary>
    private bool Claim(long offset, int session, long sequence, TimeSpan at, bool read)
    {
        var claim = _offsets.Claim(offset, session, sequence, read, out var held);
        if (claim == OffsetClaim.Conflict)
        {
            Conflicts.Add(new Conflict(offset, at, Claimed(held.Session, held.Sequence), Claimed(session, sequence)));
        }

        return claim != OffsetClaim.Again;
    }

    public ProducerSession? Session(string producer) => _sessions.GetValueOrDefault(producer);

    /// <summary>The session and the sequence that the final read found at an offset; null where it found nothing there.</summary>
    private (ProducerSession? Session, long Sequence)? FoundAt(long offset) =>
        _offsets.ReadAt(offset) is { } held ? (held.Session == OffsetTable.Stranger ? null : _order[held.Session], held.Sequence) : null;

    /// <summary>The offsets from one to another, both included, at which the final read found something, ascending.</summary>
    public IEnumerable<long> FoundBetween(long first, long last) => _offsets.ReadBetween(first, last);

    /// <summary>Whether a consumer was handed what the final read found at that offset: after a loss another record may stand there.</summary>
    public bool IsFound(ConsumedRecord handed) =>
        handed is { Producer: { } producer, Sequence: { } sequence } && _sessions.TryGetValue(producer, out var session) && session.Knows(sequence)
            ? _offsets.WasRead(handed.Offset, session.Index, sequence)
            : _offsets.WasRead(handed.Offset, OffsetTable.Stranger, 0);

    /// <summary>Whose record the final read found at an offset; null where it is nobody's, or nothing was found.</summary>
    public string? ProducerAt(long offset) => FoundAt(offset)?.Session?.Producer;

    /// <summary>When the outcome of the record that the final read found at an offset was known; null where it is nobody's, or nothing was found.</summary>
    public TimeSpan? KnownAt(long offset) => FoundAt(offset) is { Session: { } session, Sequence: var sequence } ? session.Of(sequence)?.At : null;

    /// <summary>What the final read found at an offset, in words.</summary>
    public string ValueAt(long offset) => FoundAt(offset) is { Session: { } session, Sequence: var sequence } ? $"{session.Producer} #{sequence}" : "a value that nobody sent";

    private Claimant Claimed(int session, long sequence) => new(session == OffsetTable.Stranger ? null : _order[session], sequence);

    /// <summary>The session of a producer, made where there is none.</summary>
    public ProducerSession SessionOf(string producer)
    {
        if (!_sessions.TryGetValue(producer, out var session))
        {
            session = new ProducerSession(producer, _order.Count);
            _sessions.Add(producer, session);
            _order.Add(session);
        }

        return session;
    }
}
