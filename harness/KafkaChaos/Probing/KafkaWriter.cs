using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KafkaChaos.Probing;

/// <summary>Writes what Kafka reads: the counterpart of <see cref="KafkaReader"/>.</summary>
internal sealed class KafkaWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public KafkaWriter Int8(sbyte number) => Bytes([(byte)number]);

    public KafkaWriter Int16(short number)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(2), number);
        return Advance(2);
    }

    public KafkaWriter Int32(int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(4), number);
        return Advance(4);
    }

    public KafkaWriter Int64(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), number);
        return Advance(8);
    }

    public KafkaWriter Uuid(Guid id) => Bytes(id.ToByteArray(bigEndian: true));

    public KafkaWriter Unsigned(uint number)
    {
        while (number >= 0x80)
        {
            Int8((sbyte)(number | 0x80));
            number >>= 7;
        }

        return Int8((sbyte)number);
    }

    /// <summary>How many elements follow.</summary>
    public KafkaWriter Count(int count) => Unsigned((uint)count + 1);

    public KafkaWriter Text(string text) => Count(Encoding.UTF8.GetByteCount(text)).Bytes(Encoding.UTF8.GetBytes(text));

    /// <summary>The end of a flexible structure without tagged fields.</summary>
    public KafkaWriter Untagged() => Unsigned(0);

    public KafkaWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    private KafkaWriter Advance(int count)
    {
        _bytes.Advance(count);
        return this;
    }
}
