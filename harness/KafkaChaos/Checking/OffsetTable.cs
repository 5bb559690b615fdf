namespace KafkaChaos.Checking;

internal enum OffsetClaim
{
    /// <summary>The offset held nothing, or this value by its acknowledgement only.</summary>
    New,

    /// <summary>The value was read there before, or acknowledged twice.</summary>
    Again,

    /// <summary>The offset holds another value.</summary>
    Conflict,
}

/// <summary>What each offset of a partition holds, by acknowledgements and reads together.</summary>
internal sealed class OffsetTable
{
    public const int Stranger = -1;

    private readonly Sparse<Entry> _entries = new();
    private readonly HashSet<(long Offset, int Session, long Sequence, bool Read)> _others = [];

    /// <param name="held">What the offset held before.</param>
    public OffsetClaim Claim(long offset, int session, long sequence, bool read, out (int Session, long Sequence) held)
    {
        ref var entry = ref _entries.At(offset);
        held = (entry.Session, entry.Sequence);
        if (!entry.Taken)
        {
            entry = new Entry { Taken = true, Read = read, Session = session, Sequence = sequence };
            return OffsetClaim.New;
        }

        if (entry.Session != session || entry.Sequence != sequence)
        {
            return _others.Add((offset, session, sequence, read)) ? OffsetClaim.Conflict : OffsetClaim.Again;
        }

        var again = read && entry.Read;
        entry.Read |= read;
        return again ? OffsetClaim.Again : OffsetClaim.New;
    }

    private struct Entry
    {
        public long Sequence;
        public int Session;
        public bool Taken;
        public bool Read;
    }
}
