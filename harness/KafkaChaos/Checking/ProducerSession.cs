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
internal readonly record struct SentRecord(long Sequence, Outcome Outcome, TimeSpan At, long? Acknowledged, long? Found, int Copies, bool InPlace, bool InTransaction)
{
    /// <summary>It was acknowledged at an offset, and was found elsewhere only.</summary>
    public bool IsMoved => Outcome == Outcome.Ok && Acknowledged is not null && Found is not null && !InPlace;
}

/// <summary>What one producer session sent to one partition.</summary>
internal sealed class ProducerSession(string producer, int index)
{
    private readonly Sparse<Slot> _slots = new();
    private readonly Dictionary<long, Reading> _others = [];

    public string Producer { get; } = producer;

    /// <summary>When each of its records was acknowledged, in the order of the history; also those whose transaction was not committed later.</summary>
    public List<TimeSpan> Acknowledgements { get; } = [];

    /// <summary>When each transaction with acknowledged records of it was known to be committed.</summary>
    public List<TimeSpan> Commits { get; } = [];

    /// <summary>Whether it writes transactions.</summary>
    public bool Transacts { get; private set; }

    /// <summary>The last moment for which it had a record.</summary>
    public TimeSpan LastScheduled { get; private set; }

    /// <summary>When its client was last given a record, however late.</summary>
    public TimeSpan LastInvoked { get; private set; }

    /// <summary>When the last outcome of a send, or of the transaction that it is in, was known.</summary>
    public TimeSpan LastOutcome { get; private set; }

    /// <summary>Its place among the partition's sessions.</summary>
    public int Index { get; } = index;

    /// <summary>By sequence, ascending.</summary>
    public IEnumerable<SentRecord> Records
    {
        get
        {
            foreach (var (number, slot) in _slots.All())
            {
                if (slot.Sent)
                {
                    yield return Record(number, slot);
                }
            }
        }
    }

    /// <summary>Null where no such record was sent.</summary>
    public SentRecord? Of(long sequence) => _slots.Get(sequence) is { Sent: true } slot ? Record(sequence, slot) : null;

    public bool Knows(long sequence) => _slots.Get(sequence).Sent;

    /// <param name="commit">As <see cref="PartitionLog.Add(SendOperation, Outcome, TimeSpan?)"/> has it.</param>
    public void Add(SendOperation send, Outcome outcome, TimeSpan? commit)
    {
        ref var slot = ref _slots.At(send.Sequence);
        if (slot.Sent)
        {
            throw new InvalidOperationException($"the history has two outcomes for record {Producer} #{send.Sequence} of {send.Topic}/{send.Partition}, expected one");
        }

        slot.Sent = true;
        slot.Outcome = outcome;
        slot.InTransaction = send.Transaction is not null;
        slot.At = send.At;
        (slot.Acknowledged, slot.Offset) = outcome == Outcome.Ok && send.Offset is { } offset ? (true, offset) : (false, 0);
        Note(send, commit);
    }

    private void Note(SendOperation send, TimeSpan? commit)
    {
        Transacts |= send.Transaction is not null;
        LastScheduled = send.Scheduled > LastScheduled ? send.Scheduled : LastScheduled;
        LastInvoked = send.Invoked > LastInvoked ? send.Invoked : LastInvoked;
        var known = commit > send.At ? commit.Value : send.At;
        LastOutcome = known > LastOutcome ? known : LastOutcome;
        if (send.Outcome != Outcome.Ok)
        {
            return;
        }

        Acknowledgements.Add(send.At);
        if (commit is { } done && (Commits.Count == 0 || Commits[^1] != done))
        {
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
        return new SentRecord(sequence, slot.Outcome, slot.At, slot.Acknowledged ? slot.Offset : null, reads.Copies > 0 ? reads.Lowest : null, reads.Copies, reads.InPlace, slot.InTransaction);
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

        public TimeSpan At
        {
            readonly get => new((long)_state & TimeMask);
            set => _state = (_state & ~(ulong)TimeMask) | (ulong)Math.Clamp(value.Ticks, 0, TimeMask);
        }

        public Outcome Outcome
        {
            readonly get => (Outcome)((_state >> TimeBits) & 3);
            set => _state = (_state & ~(3UL << TimeBits)) | ((ulong)value << TimeBits);
        }

        public bool Sent { readonly get => Is(2); set => Set(2, value); }

        /// <summary>It has the offset of its acknowledgement.</summary>
        public bool Acknowledged { readonly get => Is(3); set => Set(3, value); }

        /// <summary>It was read once, at <see cref="Offset"/>, or the first of several times.</summary>
        public bool Found { readonly get => Is(4); set => Set(4, value); }

        /// <summary>It was read again, or at another offset than the acknowledged one.</summary>
        public bool Elsewhere { readonly get => Is(5); set => Set(5, value); }

        public bool InTransaction { readonly get => Is(6); set => Set(6, value); }

        private readonly bool Is(int flag) => ((_state >> (TimeBits + flag)) & 1) != 0;

        private void Set(int flag, bool value) => _state = (_state & ~(1UL << (TimeBits + flag))) | ((value ? 1UL : 0) << (TimeBits + flag));
    }
}
