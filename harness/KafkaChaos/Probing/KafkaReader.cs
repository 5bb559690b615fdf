using System.Buffers.Binary;
using System.Text;

namespace KafkaChaos.Probing;

/// <summary>Reads what Kafka wrote: big-endian numbers, and the compact forms of its flexible messages.</summary>
/// <param name="bytes">All there is to read.</param>
/// <param name="what">What they are, for the message of an error.</param>
/// <remarks>Every read ends within the bytes or in an <see cref="InvalidDataException"/>.</remarks>
internal sealed class KafkaReader(ReadOnlyMemory<byte> bytes, string what)
{
    private int _position;

    public int Left => bytes.Length - _position;

    public sbyte Int8() => (sbyte)Take(1)[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public Guid Uuid() => new(Take(16), bigEndian: true);

    public void Skip(int length) => Take(length);

    /// <summary>A number without a sign, seven bits a byte.</summary>
    public uint Unsigned()
    {
        var number = Bits(5);
        return number <= uint.MaxValue ? (uint)number : throw Malformed($"a number of 32 bits is {number}");
    }

    /// <summary>A number with its sign in the lowest bit.</summary>
    public int Varint()
    {
        var number = Unsigned();
        return (int)(number >> 1) ^ -(int)(number & 1);
    }

    /// <summary>As <see cref="Varint"/>, of 64 bits.</summary>
    public long Varlong()
    {
        var number = Bits(10);
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    /// <summary>How many elements follow; null is none. Each takes a byte at least, so no more than are left.</summary>
    public int Count() => CountOrNull() ?? 0;

    /// <returns>Null where there is no string, which is not an empty one.</returns>
    public string? Text() => CountOrNull() is { } length ? Encoding.UTF8.GetString(Take(length)) : null;

    /// <returns>What comes next, read on its own.</returns>
    public KafkaReader Part(int length, string name)
    {
        var from = _position;
        Skip(length);
        return new(bytes.Slice(from, length), $"{name} in {what}");
    }

    public T[] Array<T>(Func<KafkaReader, T> element)
    {
        var elements = new T[Count()];
        for (var place = 0; place < elements.Length; place++)
        {
            elements[place] = element(this);
        }

        return elements;
    }

    /// <summary>The tagged fields that end a flexible structure.</summary>
    /// <param name="field">Takes what it knows of each field, by its tag; what it leaves is skipped.</param>
    public void Tagged(Action<uint, KafkaReader>? field = null)
    {
        for (var left = Unsigned(); left > 0; left--)
        {
            var tag = Unsigned();
            var value = Part(Length(Unsigned()), $"tagged field {tag}");
            field?.Invoke(tag, value);
        }
    }

    public InvalidDataException Malformed(string seen) =>
        new($"{what}: {seen}, at byte {_position} of {bytes.Length}; expected Kafka's protocol as its releases 3.6 to 4.3 speak it. Is the endpoint a Kafka controller of such a release?");

    private int? CountOrNull()
    {
        var next = Unsigned();
        return next == 0 ? null : Length(next - 1);
    }

    private int Length(uint length) => length <= Left ? (int)length : throw Malformed($"a length of {length} where {Left} bytes are left");

    private ulong Bits(int most)
    {
        var number = 0UL;
        for (var place = 0; place < most; place++)
        {
            var next = Take(1)[0];
            number |= (ulong)(next & 0x7f) << (7 * place);
            if (next < 0x80)
            {
                return number;
            }
        }

        throw Malformed($"a number of more than {most} bytes");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > Left)
        {
            throw Malformed($"{length} bytes wanted and {Left} left");
        }

        var taken = bytes.Span.Slice(_position, length);
        _position += length;
        return taken;
    }
}
