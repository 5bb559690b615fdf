using System.Buffers.Binary;
using System.Text;

namespace org.apache.jute;

/// <summary>Reads the content of one frame (without its length). Throws <see cref="InvalidDataException"/> on a frame that is cut short.</summary>
internal sealed class JuteReader(ReadOnlyMemory<byte> content)
{
    private int position;

    public int Remaining => content.Length - position;

    public int ReadInt() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int), "an int"));

    public long ReadLong() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long), "a long"));

    public bool ReadBool() => Take(1, "a bool")[0] != 0;

    public byte[]? ReadBuffer()
    {
        var length = ReadInt();
        return length < 0 ? null : Take(length, "a buffer").ToArray();
    }

    public string? ReadString()
    {
        var length = ReadInt();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length, "a string"));
    }

    /// <summary>The items; a null vector reads as an empty one.</summary>
    public List<T> ReadVector<T>(Func<JuteReader, T> readItem)
    {
        var count = ReadInt();
        var items = new List<T>();
        for (var i = 0; i < count; i++)
        {
            items.Add(readItem(this));
        }

        return items;
    }

    private ReadOnlySpan<byte> Take(int length, string what)
    {
        if (length > Remaining)
        {
            throw new InvalidDataException(
                $"ZooKeeper frame of {content.Length} bytes: {what} of {length} bytes was expected at {position}, {Remaining} are left.");
        }

        var taken = content.Span.Slice(position, length);
        position += length;
        return taken;
    }
}
