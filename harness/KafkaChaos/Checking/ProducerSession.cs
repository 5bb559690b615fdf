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
internal readonly record struct SentRecord(long Sequence, Outcome Outcome, TimeSpan At, long? Acknowledged, long? Found, int Copies, bool InPlace, bool InTransaction);

/// <summary>What one producer session sent to one partition.</summary>
internal sealed class ProducerSession(string producer, int index)
{
    private readonly Sparse<Slot> _slots = new();

    public string Producer { get; } = producer;

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
                    yield return slot.Record(number);
                }
            }
        }
    }

    /// <summary>Null where no such record was sent.</summary>
    public SentRecord? Of(long sequence) => _slots.Get(sequence) is { Sent: true } slot ? slot.Record(sequence) : null;

    public bool Knows(long sequence) => _slots.Get(sequence).Sent;

    public void Add(SendOperation send, Outcome outcome)
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
        slot.Acknowledged = outcome == Outcome.Ok ? (send.Offset ?? -1) + 1 : 0;
    }

    public void Found(long sequence, long offset)
    {
        ref var slot = ref _slots.At(sequence);
        slot.Copies++;
        slot.Found = slot.Found == 0 ? offset + 1 : Math.Min(slot.Found, offset + 1);
        slot.InPlace |= slot.Acknowledged == offset + 1;
    }

    /// <summary>Offsets are kept plus one, so that zero is none. It has 32 bytes, for there are millions.</summary>
    private struct Slot
    {
        public long Acknowledged;
        public long Found;
        public TimeSpan At;
        public int Copies;
        public bool Sent;
        public bool InPlace;
        public bool InTransaction;
        private byte _outcome;

        public Outcome Outcome
        {
            readonly get => (Outcome)_outcome;
            set => _outcome = (byte)value;
        }

        public readonly SentRecord Record(long sequence) => new(
            sequence, Outcome, At, Acknowledged > 0 ? Acknowledged - 1 : null, Found > 0 ? Found - 1 : null, Copies, InPlace, InTransaction);
    }
}
