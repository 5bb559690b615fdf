using System.Buffers.Binary;
using System.Text;

namespace org.apache.jute;

/// <summary>Writes one frame in ZooKeeper's encoding: big-endian numbers, lengths before buffers, strings and vectors, -1 for null.</summary>
internal sealed class JuteWriter
{
    private readonly MemoryStream content = new();

    public JuteWriter() => WriteInt(0); // the place of the frame's length

    public void WriteInt(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        content.Write(bytes);
    }

    public void WriteLong(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        content.Write(bytes);
    }

    public void WriteBool(bool value) => content.WriteByte(value ? (byte)1 : (byte)0);

    public void WriteBuffer(byte[]? value)
    {
        WriteInt(value?.Length ?? -1);
        content.Write(value);
    }

    public void WriteString(string? value) => WriteBuffer(value is null ? null : Encoding.UTF8.GetBytes(value));

    public void WriteVector<T>(IReadOnlyCollection<T> items, Action<JuteWriter, T> writeItem)
    {
        WriteInt(items.Count);
        foreach (var item in items)
        {
            writeItem(this, item);
        }
    }

    /// <summary>The frame with its length before it.</summary>
    public byte[] ToFrame()
    {
        var frame = content.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        return frame;
    }
}
