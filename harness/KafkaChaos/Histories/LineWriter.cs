using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace KafkaChaos.Histories;

/// <summary>Writes events as lines into one buffer that is used again: <c>send</c>, <c>read</c> and <c>consumed</c>, of which a history has millions, by hand, and all else by the serializer.</summary>
internal sealed class LineWriter
{
    // Room for the names of the fields and for numbers of any size.
    private const int Fixed = 512;
    private const int MostNames = 1024;

    private readonly ArrayBufferWriter<byte> _lines = new(256 * 1024);
    private readonly Dictionary<string, byte[]> _names = [];

    public ReadOnlyMemory<byte> Written => _lines.WrittenMemory;

    /// <summary>What was written is not needed any more.</summary>
    public void Clear() => _lines.ResetWrittenCount();

    public void Add(ReadOnlySpan<EventLog.Row> rows)
    {
        foreach (ref readonly var row in rows)
        {
            if (row.Other is { } other)
            {
                Add(other);
            }
            else
            {
                Add(row);
            }
        }
    }

    private void Add(HistoryEvent one)
    {
        switch (one)
        {
            case ReadRecord read:
                Add("{\"type\":\"read\""u8, null, read.Topic, read.Partition, read.Offset, read.Producer, read.Sequence, read.At);
                break;
            case ConsumedRecord consumed:
                Add("{\"type\":\"consumed\""u8, consumed.Consumer, consumed.Topic, consumed.Partition, consumed.Offset, consumed.Producer, consumed.Sequence, consumed.At);
                break;
            default:
                Any(one);
                break;
        }
    }

    private void Add(in EventLog.Row send)
    {
        var (producer, topic, error) = (Name(send.Producer), Name(send.Topic), send.Error is null ? null : Name(send.Error));
        var line = new Line(_lines.GetSpan(Fixed + producer.Length + topic.Length + (error?.Length ?? 0)));
        line.Add("{\"type\":\"send\",\"producer\":\""u8);
        line.Add(producer);
        line.Add("\",\"topic\":\""u8);
        line.Add(topic);
        line.Add("\",\"partition\":"u8, send.Partition);
        line.Add(",\"sequence\":"u8, send.Sequence);
        line.Add(",\"scheduled\":"u8, Nanoseconds(send.Scheduled));
        line.Add(",\"invoked\":"u8, Nanoseconds(send.Invoked));
        line.Add(send.Outcome switch { Outcome.Ok => ",\"outcome\":\"ok\""u8, Outcome.Failed => ",\"outcome\":\"failed\""u8, _ => ",\"outcome\":\"unknown\""u8 });
        if (send.Offset is { } offset)
        {
            line.Add(",\"offset\":"u8, offset);
        }

        if (error is not null)
        {
            line.Add(",\"error\":\""u8);
            line.Add(error);
            line.Add("\""u8);
        }

        if (send.Transaction is { } transaction)
        {
            line.Add(",\"transaction\":"u8, transaction);
        }

        End(ref line, send.At);
    }

    private void Add(ReadOnlySpan<byte> begin, string? reader, string topicName, int partition, long offset, string? producerName, long? sequence, TimeSpan at)
    {
        var (consumer, topic, producer) = (reader is null ? null : Name(reader), Name(topicName), producerName is null ? null : Name(producerName));
        var line = new Line(_lines.GetSpan(Fixed + (consumer?.Length ?? 0) + topic.Length + (producer?.Length ?? 0)));
        line.Add(begin);
        if (consumer is not null)
        {
            line.Add(",\"consumer\":\""u8);
            line.Add(consumer);
            line.Add("\""u8);
        }

        line.Add(",\"topic\":\""u8);
        line.Add(topic);
        line.Add("\",\"partition\":"u8, partition);
        line.Add(",\"offset\":"u8, offset);
        if (producer is not null)
        {
            line.Add(",\"producer\":\""u8);
            line.Add(producer);
            line.Add("\""u8);
        }

        if (sequence is { } number)
        {
            line.Add(",\"sequence\":"u8, number);
        }

        End(ref line, at);
    }

    private void End(ref Line line, TimeSpan at)
    {
        line.Add(",\"at\":"u8, Nanoseconds(at));
        line.Add("}\n"u8);
        _lines.Advance(line.Length);
    }

    private void Any(HistoryEvent one)
    {
        using (var writer = new Utf8JsonWriter(_lines, new JsonWriterOptions { Encoder = HistoryFormat.Options.Encoder }))
        {
            JsonSerializer.Serialize(writer, one, HistoryFormat.Options);
        }

        _lines.Write("\n"u8);
    }

    /// <summary>As it stands between quotation marks. Topics, producers and errors come again and again.</summary>
    private byte[] Name(string text)
    {
        if (!_names.TryGetValue(text, out var bytes))
        {
            bytes = JsonEncodedText.Encode(text, HistoryFormat.Options.Encoder).EncodedUtf8Bytes.ToArray();
            if (_names.Count < MostNames)
            {
                _names.Add(text, bytes);
            }
        }

        return bytes;
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>One line in a span that has room for it.</summary>
    private ref struct Line(Span<byte> room)
    {
        private readonly Span<byte> _room = room;

        public int Length { get; private set; }

        public void Add(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_room[Length..]);
            Length += text.Length;
        }

        public void Add(ReadOnlySpan<byte> text, long number)
        {
            Add(text);
            Utf8Formatter.TryFormat(number, _room[Length..], out var written);
            Length += written;
        }
    }
}
