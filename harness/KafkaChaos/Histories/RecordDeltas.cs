namespace KafkaChaos.Histories;

/// <summary>Writes records as their differences from the one before, of the stream or of their origin, and reads them again: some 8 bytes for a send and 4 for a read.</summary>
/// <remarks>One writes, or reads, one stream from its beginning. Differences wrap around: every value survives.</remarks>
internal sealed class RecordDeltas
{
    /// <summary>More than a record can take: two numbers of 32 bits and six of 64, at seven bits a byte, and the flags.</summary>
    public const int MostBytes = 96;

    private TimeSpan _at;
    private Last[] _last = [];

    [Flags]
    private enum Has
    {
        // The lowest two bits are the outcome's.
        Outcome = 3,
        Sequence = 4,
        NextSequence = 8,
        Offset = 16,
        NextOffset = 32,
        Error = 64,
        Transaction = 128,
    }

    /// <param name="to">Has room for <see cref="MostBytes"/>.</param>
    /// <param name="origin">The number of its origin.</param>
    /// <param name="fields">The record.</param>
    /// <param name="error">The number of its error, where it has one.</param>
    /// <param name="isSend">Whether it has the times of a send.</param>
    /// <returns>How many bytes it took.</returns>
    public int Write(Span<byte> to, int origin, in RecordFields fields, int error, bool isSend)
    {
        ref var last = ref LastOf(origin);
        var has = (Has)fields.Outcome
            | (fields.Sequence is { } sequence ? Has.Sequence | (sequence == last.Sequence + 1 ? Has.NextSequence : 0) : 0)
            | (fields.Offset is { } offset ? Has.Offset | (offset == last.Offset + 1 ? Has.NextOffset : 0) : 0)
            | (fields.Error is null ? 0 : Has.Error)
            | (fields.Transaction is null ? 0 : Has.Transaction);
        var packed = new Packed(to);
        packed.Put(origin);
        packed.Put((byte)has);
        packed.PutDifference(fields.At, _at);
        _at = fields.At;
        if (isSend)
        {
            packed.PutDifference(fields.At, fields.Invoked);
            packed.PutDifference(fields.Invoked, fields.Scheduled);
        }

        PutNext(ref packed, fields.Sequence, ref last.Sequence);
        PutNext(ref packed, fields.Offset, ref last.Offset);
        if (fields.Error is not null)
        {
            packed.Put(error);
        }

        if (fields.Transaction is { } transaction)
        {
            packed.PutSigned(unchecked(transaction - last.Transaction));
            last.Transaction = transaction;
        }

        return packed.Length;
    }

    /// <param name="from">Begins with a record.</param>
    /// <param name="isSend">Whether it has the times of a send.</param>
    /// <param name="errors">By their numbers.</param>
    /// <param name="origin">The number of its origin.</param>
    /// <param name="fields">The record.</param>
    /// <returns>How many bytes it took.</returns>
    public int Read(ReadOnlySpan<byte> from, bool isSend, IReadOnlyList<string> errors, out int origin, out RecordFields fields)
    {
        var packed = new Unpacked(from);
        origin = packed.Number();
        var has = (Has)packed.Byte();
        ref var last = ref LastOf(origin);
        fields = new RecordFields { Outcome = (Outcome)(has & Has.Outcome), At = _at = packed.Time(_at, 1) };
        if (isSend)
        {
            fields.Invoked = packed.Time(fields.At, -1);
            fields.Scheduled = packed.Time(fields.Invoked, -1);
        }

        fields.Sequence = Next(ref packed, has.HasFlag(Has.Sequence), has.HasFlag(Has.NextSequence), ref last.Sequence);
        fields.Offset = Next(ref packed, has.HasFlag(Has.Offset), has.HasFlag(Has.NextOffset), ref last.Offset);
        fields.Error = has.HasFlag(Has.Error) ? errors[packed.Number()] : null;
        if (has.HasFlag(Has.Transaction))
        {
            fields.Transaction = last.Transaction = unchecked(last.Transaction + packed.Signed());
        }

        return packed.Length;
    }

    private ref Last LastOf(int origin)
    {
        while (origin >= _last.Length)
        {
            var known = _last.Length;
            Array.Resize(ref _last, Math.Max(4, 2 * known));
            Array.Fill(_last, new Last { Sequence = -1, Offset = -1 }, known, _last.Length - known);
        }

        return ref _last[origin];
    }

    private static void PutNext(ref Packed packed, long? value, ref long last)
    {
        if (value is { } number)
        {
            if (number != last + 1)
            {
                packed.PutSigned(unchecked(number - last));
            }

            last = number;
        }
    }

    private static long? Next(ref Unpacked packed, bool isThere, bool isNext, ref long last) =>
        !isThere ? null : last = unchecked(last + (isNext ? 1 : packed.Signed()));

    private struct Last
    {
        public long Sequence;
        public long Offset;
        public long Transaction;
    }

    /// <summary>Numbers of seven bits a byte, the lowest first; signed ones with the sign in the lowest bit (as in Protocol Buffers).</summary>
    private ref struct Packed(Span<byte> to)
    {
        private readonly Span<byte> _to = to;

        public int Length { get; private set; }

        public void Put(byte value) => _to[Length++] = value;

        public void Put(int number) => Put((ulong)(uint)number);

        public void PutDifference(TimeSpan one, TimeSpan other) => PutSigned(unchecked(one.Ticks - other.Ticks));

        public void PutSigned(long number) => Put((ulong)((number << 1) ^ (number >> 63)));

        private void Put(ulong number)
        {
            while (number > 0x7F)
            {
                Put((byte)(number | 0x80));
                number >>= 7;
            }

            Put((byte)number);
        }
    }

    private ref struct Unpacked(ReadOnlySpan<byte> from)
    {
        private readonly ReadOnlySpan<byte> _from = from;

        public int Length { get; private set; }

        public byte Byte() => _from[Length++];

        public int Number() => (int)Unsigned();

        /// <param name="from">The time from which the difference is.</param>
        /// <param name="sign">1 for later, -1 for earlier.</param>
        public TimeSpan Time(TimeSpan from, int sign) => new(unchecked(from.Ticks + (sign * Signed())));

        public long Signed()
        {
            var number = Unsigned();
            return (long)(number >> 1) ^ -(long)(number & 1);
        }

        private ulong Unsigned()
        {
            var (number, shift) = (0UL, 0);
            byte part;
            do
            {
                part = Byte();
                number |= (ulong)(part & 0x7F) << shift;
                shift += 7;
            }
            while (part > 0x7F);

            return number;
        }
    }
}
