using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KafkaChaos.Histories;

/// <summary>Reads the lines of which a history has millions, <c>send</c>, <c>read</c> and <c>consumed</c>, as they are usually written; all else is left to the serializer.</summary>
internal sealed class RecordLines
{
    private const int MostNames = 256;

    private readonly (byte[] Bytes, string Text)[] _names = new (byte[], string)[MostNames];

    [Flags]
    private enum Fields
    {
        None = 0,
        Producer = 1,
        Topic = 2,
        Partition = 4,
        Sequence = 8,
        Scheduled = 16,
        Invoked = 32,
        Outcome = 64,
        Offset = 128,
        Error = 256,
        At = 512,
        Transaction = 1024,
        Consumer = 2048,
    }

    private enum Kind
    {
        Other,
        Send,
        Read,
        Consumed,
    }

    /// <summary>Null where the line is another event, or written in another way, or wrong.</summary>
    public HistoryEvent? Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !Is(ref reader, "type"u8) || !reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                return null;
            }

            var kind = Is(ref reader, "send"u8) ? Kind.Send : Is(ref reader, "read"u8) ? Kind.Read : Is(ref reader, "consumed"u8) ? Kind.Consumed : Kind.Other;
            return kind == Kind.Other ? null : Rest(ref reader, kind);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private HistoryEvent? Rest(ref Utf8JsonReader reader, Kind kind)
    {
        var seen = Fields.None;
        long partition = 0, sequence = 0, scheduled = 0, invoked = 0, offset = 0, at = 0, transaction = 0;
        string? producer = null, consumer = null, topic = null, error = null;
        var outcome = Outcome.Ok;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            if (field == Fields.None || seen.HasFlag(field) || !reader.Read())
            {
                return null;
            }

            var right = field switch
            {
                Fields.Producer => Text(ref reader, out producer),
                Fields.Consumer => Text(ref reader, out consumer),
                Fields.Topic => Text(ref reader, out topic),
                Fields.Error => Text(ref reader, out error),
                Fields.Outcome => Known(ref reader, out outcome),
                Fields.Partition => Number(ref reader, out partition) && partition is >= int.MinValue and <= int.MaxValue,
                Fields.Sequence => Number(ref reader, out sequence),
                Fields.Scheduled => Number(ref reader, out scheduled),
                Fields.Invoked => Number(ref reader, out invoked),
                Fields.Offset => Number(ref reader, out offset),
                Fields.Transaction => Number(ref reader, out transaction),
                _ => Number(ref reader, out at),
            };
            if (!right)
            {
                return null;
            }

            seen |= field;
        }

        const Fields Always = Fields.Topic | Fields.Partition | Fields.At;
        const Fields OfSend = Always | Fields.Producer | Fields.Sequence | Fields.Scheduled | Fields.Invoked | Fields.Outcome;
        const Fields OfRead = Always | Fields.Offset;
        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
        {
            return null;
        }

        return kind switch
        {
            Kind.Send => (seen & ~(Fields.Offset | Fields.Error | Fields.Transaction)) == OfSend
                ? new SendOperation(producer!, topic!, (int)partition, sequence, HistoryFormat.Time(scheduled), HistoryFormat.Time(invoked), outcome, seen.HasFlag(Fields.Offset) ? offset : null, error)
                {
                    At = HistoryFormat.Time(at),
                    Transaction = seen.HasFlag(Fields.Transaction) ? transaction : null,
                }
                : null,
            Kind.Consumed => (seen & ~(Fields.Producer | Fields.Sequence)) == (OfRead | Fields.Consumer)
                ? new ConsumedRecord(consumer!, topic!, (int)partition, offset, producer, seen.HasFlag(Fields.Sequence) ? sequence : null) { At = HistoryFormat.Time(at) }
                : null,
            _ => (seen & ~(Fields.Producer | Fields.Sequence)) == OfRead
                ? new ReadRecord(topic!, (int)partition, offset, producer, seen.HasFlag(Fields.Sequence) ? sequence : null) { At = HistoryFormat.Time(at) }
                : null,
        };
    }

    private static Fields FieldOf(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        2 when Is(ref reader, "at"u8) => Fields.At,
        5 when Is(ref reader, "topic"u8) => Fields.Topic,
        5 when Is(ref reader, "error"u8) => Fields.Error,
        6 when Is(ref reader, "offset"u8) => Fields.Offset,
        7 when Is(ref reader, "invoked"u8) => Fields.Invoked,
        7 when Is(ref reader, "outcome"u8) => Fields.Outcome,
        8 when Is(ref reader, "sequence"u8) => Fields.Sequence,
        8 when Is(ref reader, "producer"u8) => Fields.Producer,
        8 when Is(ref reader, "consumer"u8) => Fields.Consumer,
        11 when Is(ref reader, "transaction"u8) => Fields.Transaction,
        9 when Is(ref reader, "partition"u8) => Fields.Partition,
        9 when Is(ref reader, "scheduled"u8) => Fields.Scheduled,
        _ => Fields.None,
    };

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text) => reader.ValueSpan.SequenceEqual(text);

    private static bool Number(ref Utf8JsonReader reader, out long number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out number);
    }

    private static bool Known(ref Utf8JsonReader reader, out Outcome outcome)
    {
        outcome = Is(ref reader, "ok"u8) ? Outcome.Ok : Is(ref reader, "failed"u8) ? Outcome.Failed : Outcome.Unknown;
        return reader.TokenType == JsonTokenType.String && (outcome != Outcome.Unknown || Is(ref reader, "unknown"u8));
    }

    /// <summary>Topics, producers and errors come again and again: each is one string.</summary>
    private bool Text(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        var bytes = reader.ValueSpan;
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
        {
            return false;
        }

        ref var name = ref _names[bytes.IsEmpty ? 0 : ((bytes.Length * 31) + (bytes[0] * 7) + bytes[^1]) % MostNames];
        if (name.Bytes is null || !bytes.SequenceEqual(name.Bytes))
        {
            if (!Utf8.IsValid(bytes))
            {
                return false;
            }

            name = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        }

        text = name.Text;
        return true;
    }
}
