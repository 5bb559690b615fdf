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

    /// <summary>When the partition acknowledged each record; also those whose transaction was not committed later.</summary>
    public IEnumerable<TimeSpan> Acknowledgements => _order.SelectMany(session => session.Acknowledgements);

    /// <summary>The last moment for which the load had a record for this partition.</summary>
    public TimeSpan LastScheduled => _order.Select(session => session.LastScheduled).DefaultIfEmpty().Max();

    /// <summary>How the last final read ended; null where there was none.</summary>
    public ReadEnded? End { get; set; }

    /// <summary>Records found by the final read.</summary>
    public long Read { get; private set; }

    public List<Conflict> Conflicts { get; } = [];

    public List<Stranger> Strangers { get; } = [];

    /// <param name="send">A record handed to a producer.</param>
    /// <param name="outcome">What it comes to, the end of its transaction included.</param>
    /// <param name="commit">When its transaction was known to be committed; null where it was not, or it is in none.</param>
    public void Add(SendOperation send, Outcome outcome, TimeSpan? commit)
    {
        var session = SessionOf(send.Producer);
        session.Add(send, outcome, commit);
        if (outcome == Outcome.Ok && send.Offset is >= 0 and var offset)
        {
            Claim(offset, session.Index, send.Sequence, send.At, read: false);
        }
    }

    public void Add(ReadRecord read)
    {
        Read++;
        if (read.Producer is null || read.Sequence is not { } sequence
            || !_sessions.TryGetValue(read.Producer, out var session) || !session.Knows(sequence))
        {
            if (Claim(read.Offset, OffsetTable.Stranger, 0, read.At, read: true))
            {
                Strangers.Add(new Stranger(read.Offset, read.At, read.Producer is null ? "a value that no workload writes" : $"{read.Producer} #{read.Sequence}"));
            }

            return;
        }

        if (Claim(read.Offset, session.Index, sequence, read.At, read: true))
        {
            session.Found(sequence, read.Offset);
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

    private ProducerSession SessionOf(string producer)
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
