using System.Runtime.InteropServices;

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
            entry = new Entry(session, sequence, read);
            return OffsetClaim.New;
        }

        if (entry.Session != session || entry.Sequence != sequence)
        {
            // What stands there was read: of what was only acknowledged there, that it claims the offset is all there is to keep.
            if (read && !entry.Read)
            {
                _others.Add((offset, held.Session, held.Sequence, false));
                entry = new Entry(session, sequence, read);
                return OffsetClaim.Conflict;
            }

            return _others.Add((offset, session, sequence, read)) ? OffsetClaim.Conflict : OffsetClaim.Again;
        }

        var again = read && entry.Read;
        entry.Read |= read;
        return again ? OffsetClaim.Again : OffsetClaim.New;
    }

    /// <summary>What was read at an offset, of two values the first claimed; null where nothing was.</summary>
    public (int Session, long Sequence)? ReadAt(long offset)
    {
        var entry = _entries.Get(offset);
        return entry.Taken && entry.Read ? (entry.Session, entry.Sequence) : null;
    }

    /// <summary>Whether this value was read at this offset, be it one of several.</summary>
    public bool WasRead(long offset, int session, long sequence) =>
        ReadAt(offset) == (session, sequence) || _others.Contains((offset, session, sequence, true));

    /// <summary>The offsets from one to another, both included, at which something was read, ascending.</summary>
    public IEnumerable<long> ReadBetween(long first, long last) => _entries.Between(first, last).Where(one => one.Item is { Taken: true, Read: true }).Select(one => one.Number);

    /// <summary>Who holds an offset: the session's place plus two, twice, and one where it was read; zero is nobody. Without gaps it has 12 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Entry(int session, long sequence, bool read)
    {
        private uint _holder = ((uint)(session + 2) << 1) | (read ? 1u : 0);

        public long Sequence { get; } = sequence;

        public readonly bool Taken => _holder != 0;

        public readonly int Session => (int)(_holder >> 1) - 2;

        public bool Read
        {
            readonly get => (_holder & 1) != 0;
            set => _holder = value ? _holder | 1 : _holder & ~1u;
        }
    }
}
