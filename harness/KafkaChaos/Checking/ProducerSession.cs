using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>One record of a producer session in one partition.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Outcome">What its send came to, the end of its transaction included.</param>
/// <param name="At">When its outcome was known.</param>
/// <param name="Acknowledged">The offset of its acknowledgement; null where there is none.</param>
/// <param name="Found">The lowest offset at which it was read; null where it was not.</param>
/// <param name="Copies">At how many offsets it was read.</param>
/// <param name="InPlace">One of them is the acknowledged one.</param>
/// <param name="InTransaction">It was sent in a transaction.</param>
/// <param name="Reported">Its delivery report says that it was written, whatever became of its transaction.</param>
internal readonly record struct SentRecord(long Sequence, Outcome Outcome, TimeSpan At, long? Acknowledged, long? Found, int Copies, bool InPlace, bool InTransaction, bool Reported)
{
    /// <summary>It was acknowledged at an offset, and was found elsewhere only.</summary>
    public bool IsMoved => Outcome == Outcome.Ok && Acknowledged is not null && Found is not null && !InPlace;
}

/// <summary>What one producer session sent to one partition.</summary>
internal sealed class ProducerSession(string producer, int index)
{
    private readonly Sparse<Slot> _slots = new();
    private readonly Dictionary<long, Reading> _others = [];
    private TimeSpan? _commit;

    public string Producer { get; } = producer;

    /// <summary>When each of its records was acknowledged; also those whose transaction was not committed later.</summary>
    public Moments Acknowledgements { get; } = new();

    /// <summary>When each transaction with acknowledged records of it was known to be committed.</summary>
    public Moments Commits { get; } = new();

    /// <summary>When its records were with the cluster.</summary>
    public Flights Flights { get; } = new();

    /// <summary>Whether it writes transactions.</summary>
    public bool Transacts { get; private set; }

    /// <summary>Whether it may have written anything: of one of its sends at least it is not certain that it failed.</summary>
    public bool Wrote { get; private set; }

    /// <summary>When its client was first given a record.</summary>
    public TimeSpan FirstInvoked { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The last moment for which it had a record.</summary>
    public TimeSpan LastScheduled { get; private set; }

    /// <summary>When its client was last given a record, however late.</summary>
    public TimeSpan LastInvoked { get; private set; }

    /// <summary>When the last outcome of a send, or of the transaction that it is in, was known.</summary>
    public TimeSpan LastOutcome { get; private set; }

    /// <summary>Its place among the partition's sessions.</summary>
    public int Index { get; } = index;

    /// <summary>By sequence, ascending.</summary>
    public IEnumerable<SentRecord> Records => _slots.Where(slot => slot.Sent).Select(one => Record(one.Number, one.Item));

    /// <summary>Of <see cref="Records"/> all but those that were acknowledged and found once, where they were acknowledged.</summary>
    public IEnumerable<SentRecord> Odd => _slots.Where(slot => slot is { Sent: true, IsPlain: false }).Select(one => Record(one.Number, one.Item));

    /// <summary>Null where no such record was sent.</summary>
    public SentRecord? Of(long sequence) => _slots.Get(sequence) is { Sent: true } slot ? Record(sequence, slot) : null;

    public bool Knows(long sequence) => _slots.Get(sequence).Sent;

    /// <param name="send">A record handed to its producer.</param>
    /// <param name="outcome">As <see cref="PartitionLog.Add(ProducerSession, in RecordFields, Outcome, TimeSpan?)"/> has it, as what follows.</param>
    /// <param name="commit">See <paramref name="outcome"/>.</param>
    /// <returns>False where it has an outcome already.</returns>
    public bool Add(in RecordFields send, Outcome outcome, TimeSpan? commit)
    {
        ref var slot = ref _slots.At(send.Sequence!.Value);
        if (slot.Sent)
        {
            return false;
        }

        var isAcknowledged = outcome == Outcome.Ok && send.Offset is not null;
        slot = new Slot(send.At, outcome, isAcknowledged, send.Transaction is not null, send.Outcome == Outcome.Ok) { Offset = isAcknowledged ? send.Offset!.Value : 0 };
        Note(send, commit);
        return true;
    }

    private void Note(in RecordFields send, TimeSpan? commit)
    {
        Flights.Add(send.Invoked, send.At);
        Transacts |= send.Transaction is not null;
        Wrote |= send.Outcome != Outcome.Failed;
        LastScheduled = send.Scheduled > LastScheduled ? send.Scheduled : LastScheduled;
        FirstInvoked = send.Invoked < FirstInvoked ? send.Invoked : FirstInvoked;
        LastInvoked = send.Invoked > LastInvoked ? send.Invoked : LastInvoked;
        var known = commit > send.At ? commit.Value : send.At;
        LastOutcome = known > LastOutcome ? known : LastOutcome;
        if (send.Outcome != Outcome.Ok)
        {
            return;
        }

        Acknowledgements.Add(send.At);
        if (commit is { } done && _commit != done)
        {
            _commit = done;
            Commits.Add(done);
        }
    }

    public void Found(long sequence, long offset)
    {
        ref var slot = ref _slots.At(sequence);
        if (slot is { Found: false, Elsewhere: false } && (!slot.Acknowledged || slot.Offset == offset))
        {
            (slot.Found, slot.Offset) = (true, offset);
            return;
        }

        var known = Reads(sequence, slot);
        _others[sequence] = new Reading(known.Copies + 1, Math.Min(known.Lowest, offset), known.InPlace || (slot.Acknowledged && slot.Offset == offset));
        slot.Elsewhere = true;
    }

    private Reading Reads(long sequence, Slot slot) =>
        slot.Elsewhere ? _others[sequence] : slot.Found ? new Reading(1, slot.Offset, slot.Acknowledged) : new Reading(0, long.MaxValue, false);

    private SentRecord Record(long sequence, Slot slot)
    {
        var reads = Reads(sequence, slot);
        return new SentRecord(sequence, slot.Outcome, slot.At, slot.Acknowledged ? slot.Offset : null, reads.Copies > 0 ? reads.Lowest : null, reads.Copies, reads.InPlace, slot.InTransaction, slot.Reported);
    }

    /// <summary>Where a record was read that was not read once, at its acknowledged offset where it has one.</summary>
    private readonly record struct Reading(int Copies, long Lowest, bool InPlace);

    /// <summary>Everything of most records. It has 16 bytes, for there are millions.</summary>
    private struct Slot
    {
        private const int TimeBits = 56;
        private const long TimeMask = (1L << TimeBits) - 1;

        // Of its acknowledgement; where it has none, of the first read.
        public long Offset;

        // Ticks, which last for 228 years, and above them the flags.
        private ulong _state;

        public Slot(TimeSpan at, Outcome outcome, bool isAcknowledged, bool isInTransaction, bool isReported) =>
            _state = (ulong)Math.Clamp(at.Ticks, 0, TimeMask) | ((ulong)outcome << TimeBits) | Flag(2) | (isAcknowledged ? Flag(3) : 0) | (isInTransaction ? Flag(6) : 0) | (isReported ? Flag(7) : 0);

        public readonly TimeSpan At => new((long)_state & TimeMask);

        public readonly Outcome Outcome => (Outcome)((_state >> TimeBits) & 3);

        public readonly bool Sent => Is(2);

        /// <summary>It has the offset of its acknowledgement.</summary>
        public readonly bool Acknowledged => Is(3);

        /// <summary>It was read once, at <see cref="Offset"/>, or the first of several times.</summary>
        public bool Found { readonly get => Is(4); set => Set(4, value); }

        /// <summary>It was read again, or at another offset than the acknowledged one.</summary>
        public bool Elsewhere { readonly get => Is(5); set => Set(5, value); }

        public readonly bool InTransaction => Is(6);

        /// <summary>See <see cref="SentRecord.Reported"/>.</summary>
        public readonly bool Reported => Is(7);

        /// <summary>Acknowledged, and found once, there.</summary>
        public readonly bool IsPlain => (_state & (Flag(0) | Flag(1) | Flag(3) | Flag(4) | Flag(5))) == (Flag(3) | Flag(4));

        private static ulong Flag(int place) => 1UL << (TimeBits + place);

        private readonly bool Is(int place) => (_state & Flag(place)) != 0;

        private void Set(int place, bool value) => _state = value ? _state | Flag(place) : _state & ~Flag(place);
    }
}
