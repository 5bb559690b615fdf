using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KafkaChaos.Histories;

/// <summary>Writes events as lines: <c>send</c>, <c>read</c> and <c>consumed</c>, of which a history has millions, by hand, and all else by the serializer.</summary>
internal sealed class LineWriter
{
    // Room for the names of the fields and for numbers of any size.
    private const int Fixed = 512;
    private const int MostNames = 1024;
    private const int FirstSize = 512 * 1024;

    private readonly Dictionary<string, byte[]> _names = [];

    // By kind, and the number of the origin.
    private readonly List<Frame>[] _frames = [[], [], []];

    // The second is what was taken last, and is filled next.
    private ArrayBufferWriter<byte> _lines = new(FirstSize);
    private ArrayBufferWriter<byte> _taken = new(FirstSize);

    /// <summary>Bytes of the lines that were not taken yet.</summary>
    public int Length => _lines.WrittenCount;

    /// <summary>The lines since the last time; they are good until the next.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        (_lines, _taken) = (_taken, _lines);
        _lines.ResetWrittenCount();
        return _taken.WrittenMemory;
    }

    /// <summary>Adds an event that is no send.</summary>
    /// <param name="one">The event.</param>
    /// <param name="origin">The number of its origin among those of its kind, in the order in which they came; of no meaning where it is no record.</param>
    public void Add(HistoryEvent one, int origin)
    {
        switch (one)
        {
            case ReadRecord read:
                Add(FrameOf(EventKind.Read, origin) ?? NewFrame(EventKind.Read, null, read.Producer, read.Topic, read.Partition), read.Offset, read.Sequence, read.At);
                break;
            case ConsumedRecord handed:
                Add(FrameOf(EventKind.Consumed, origin) ?? NewFrame(EventKind.Consumed, handed.Consumer, handed.Producer, handed.Topic, handed.Partition), handed.Offset, handed.Sequence, handed.At);
                break;
            default:
                Any(one);
                break;
        }
    }

    /// <summary>Adds a send.</summary>
    /// <param name="of">Whose it is, and where it went.</param>
    /// <param name="send">What is its own.</param>
    /// <param name="origin">The number of its origin among those of sends, in the order in which they came.</param>
    public void Add(in RecordOrigin of, in RecordFields send, int origin)
    {
        var frame = FrameOf(EventKind.Send, origin) ?? NewFrame(EventKind.Send, null, of.Producer, of.Topic, of.Partition);
        var error = send.Error is null ? null : Name(send.Error);
        var line = new Line(_lines.GetSpan(Fixed + frame.Length + (error?.Length ?? 0)));
        line.Add(frame.Beginning);
        line.Add(",\"sequence\":"u8, send.Sequence!.Value);
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

    private void Add(Frame frame, long offset, long? sequence, TimeSpan at)
    {
        var line = new Line(_lines.GetSpan(Fixed + frame.Length));
        line.Add(frame.Beginning);
        line.Add(",\"offset\":"u8, offset);
        line.Add(frame.AfterOffset);
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

    private Frame? FrameOf(EventKind kind, int origin) => origin < _frames[(int)kind].Count ? _frames[(int)kind][origin] : null;

    private Frame NewFrame(EventKind kind, string? consumer, string? producer, string topic, int partition)
    {
        var type = kind switch { EventKind.Send => "send", EventKind.Read => "read", _ => "consumed" };
        var its = Field("producer", producer);
        byte[] before = kind == EventKind.Send ? its : Field("consumer", consumer);
        var frame = new Frame(
            [.. Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\""), .. before, .. Field("topic", topic), .. Encoding.UTF8.GetBytes($",\"partition\":{partition.ToString(CultureInfo.InvariantCulture)}")],
            kind == EventKind.Send ? [] : its);
        _frames[(int)kind].Add(frame);
        return frame;
    }

    private byte[] Field(string name, string? text) => text is null ? [] : [.. Encoding.UTF8.GetBytes($",\"{name}\":\""), .. Name(text), .. "\""u8];

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

    /// <summary>What is the same in all lines of one kind and origin.</summary>
    /// <param name="Beginning">Up to the partition.</param>
    /// <param name="AfterOffset">What follows the offset.</param>
    private sealed record Frame(byte[] Beginning, byte[] AfterOffset)
    {
        public int Length { get; } = Beginning.Length + AfterOffset.Length;
    }

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
