using KafkaChaos.Probing;

namespace KafkaChaos.Tests.Probing;

/// <summary>A metadata log written by hand, and the answers to fetches of it.</summary>
internal sealed class PaperLog
{
    private readonly List<(long Next, byte[] Bytes)> _batches = [];

    public static DateTimeOffset Beginning { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public long End => _batches.Count > 0 ? _batches[^1].Next : 0;

    /// <summary>Behind what is committed; null where all is.</summary>
    public long? Committed { get; set; }

    public long HighWatermark => Committed ?? End;

    public static byte[] Record(uint kind, uint version, Func<KafkaWriter, KafkaWriter> body) =>
        body(new KafkaWriter().Unsigned(1).Unsigned(kind).Unsigned(version)).Written.ToArray();

    public static byte[] Topic(string name, Guid id) => Record(2, 0, to => to.Text(name).Uuid(id).Untagged());

    public static byte[] Partition(Guid topic, int number, int leader, int epoch, params int[] replicas) => Record(3, 1, to =>
        Ids(Ids(Ids(Ids(to.Int32(number).Uuid(topic), replicas), replicas), []), []).Int32(leader).Int32(epoch).Int32(0).Count(0).Untagged());

    public static byte[] NoOp() => Record(20, 0, to => to.Untagged());

    public static KafkaWriter Ids(KafkaWriter to, params int[] ids) => ids.Aggregate(to.Count(ids.Length), (writer, id) => writer.Int32(id));

    public static byte[] Batch(long offset, int epoch, params byte[][] values) => Batch(offset, epoch, 0, [], values);

    /// <summary>By which a leader begins its epoch.</summary>
    public PaperLog AddLeader(int leader, int epoch) =>
        Add(1, Batch(End, epoch, 0x20, [0, 0, 0, 2], new KafkaWriter().Int16(0).Int32(leader).Count(0).Count(0).Untagged().Written.ToArray()));

    public PaperLog Add(int epoch, params byte[][] values) => Add(values.Length, Batch(End, epoch, values));

    public IEnumerable<RecordBatch> Batches() => RecordBatch.ReadAll(new(From(0, int.MaxValue), "paper log"));

    /// <param name="offset">From the batch with it.</param>
    /// <param name="most">So many batches.</param>
    public byte[] From(long offset, int most) => [.. _batches.Where(batch => batch.Next > offset).Take(most).SelectMany(batch => batch.Bytes)];

    /// <param name="error">Of the partition.</param>
    /// <param name="leader">-1 for none.</param>
    /// <param name="epoch">The leader's.</param>
    /// <param name="highWatermark">As Kafka tells it.</param>
    /// <param name="records">Whole batches.</param>
    /// <param name="snapshot">Where the snapshot ends in which the log begins.</param>
    /// <param name="diverges">What was read before is not in it.</param>
    public static KafkaWriter Answer(short error, int leader, int epoch, long highWatermark, byte[] records, long? snapshot = null, bool diverges = false)
    {
        var to = new KafkaWriter()
            .Int32(0).Int16(0).Int32(0)
            .Count(1).Uuid(new("00000000-0000-0000-0000-000000000001"))
            .Count(1).Int32(0).Int16(error).Int64(highWatermark).Int64(-1).Int64(0).Count(0).Int32(-1)
            .Count(records.Length).Bytes(records);
        to = to.Unsigned(1u + (snapshot is null ? 0u : 1u) + (diverges ? 1u : 0u));
        to = diverges ? to.Unsigned(0).Unsigned(13).Int32(epoch).Int64(0).Untagged() : to;
        to = to.Unsigned(1).Unsigned(9).Int32(leader).Int32(epoch).Untagged();
        to = snapshot is { } end ? to.Unsigned(2).Unsigned(13).Int64(end).Int32(1).Untagged() : to;
        return to.Untagged().Untagged();
    }

    /// <summary>To one who has read what this log does not have.</summary>
    /// <param name="leader">Which.</param>
    /// <param name="epoch">The leader's.</param>
    /// <param name="highWatermark">As Kafka tells it.</param>
    public static KafkaWriter Diverging(int leader, int epoch, long highWatermark) => Answer(0, leader, epoch, highWatermark, [], diverges: true);

    private static byte[] Batch(long offset, int epoch, short attributes, byte[] key, params byte[][] values)
    {
        var body = new KafkaWriter()
            .Int32(epoch).Int8(2).Int32(0).Int16(attributes).Int32(values.Length - 1)
            .Int64(Beginning.ToUnixTimeMilliseconds()).Int64(0).Int64(-1).Int16(-1).Int32(-1).Int32(values.Length);
        for (var place = 0; place < values.Length; place++)
        {
            var record = new KafkaWriter().Int8(0).Unsigned(0).Unsigned(Signed(place));
            record = record.Unsigned(Signed(key.Length > 0 ? key.Length : -1)).Bytes(key);
            record = record.Unsigned(Signed(values[place].Length)).Bytes(values[place]).Unsigned(0);
            body = body.Unsigned(Signed(record.Written.Length)).Bytes(record.Written);
        }

        return new KafkaWriter().Int64(offset).Int32(body.Written.Length).Bytes(body.Written).Written.ToArray();
    }

    // The sign in the lowest bit.
    private static uint Signed(int number) => (uint)((number << 1) ^ (number >> 31));

    private PaperLog Add(int count, byte[] batch)
    {
        _batches.Add((End + count, batch));
        return this;
    }
}
