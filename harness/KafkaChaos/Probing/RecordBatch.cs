namespace KafkaChaos.Probing;

/// <summary>Records that were appended together.</summary>
/// <param name="Offset">Of the first.</param>
/// <param name="Next">Behind the last.</param>
/// <param name="Epoch">The leader epoch in which it was appended.</param>
/// <param name="At">When, by the leader's clock.</param>
/// <param name="Control">Whether it is about the log and not in it.</param>
/// <param name="Records">Their keys and values.</param>
internal sealed record RecordBatch(long Offset, long Next, int Epoch, DateTimeOffset At, bool Control, IReadOnlyList<(KafkaReader Key, KafkaReader Value)> Records)
{
    private const int Magic = 2;

    // Offset, size.
    private const int Prefix = 12;

    // From the epoch to the number of records.
    private const int Header = 49;

    /// <summary>All batches that are whole: an answer may cut off the last one.</summary>
    /// <exception cref="InvalidDataException">They are not of the only format that a metadata log has.</exception>
    public static IEnumerable<RecordBatch> ReadAll(KafkaReader records)
    {
        while (records.Left >= Prefix)
        {
            var offset = records.Int64();
            var size = records.Int32();
            if (size < Header)
            {
                throw records.Malformed($"a record batch of {size} bytes");
            }

            if (size > records.Left)
            {
                yield break;
            }

            yield return Read(offset, records.Part(size, $"record batch at offset {offset}"));
        }
    }

    private static RecordBatch Read(long offset, KafkaReader batch)
    {
        var epoch = batch.Int32();
        var magic = batch.Int8();
        batch.Skip(4); // checksum
        var attributes = batch.Int16();
        if (magic != Magic || (attributes & 7) != 0)
        {
            throw batch.Malformed($"a batch of format {magic} with attributes 0x{attributes:x}, where the format is {Magic} without compression");
        }

        var last = batch.Int32();
        var at = batch.Int64();
        batch.Skip(8 + 8 + 2 + 4); // newest time stamp; producer, its epoch and sequence
        var count = batch.Int32();
        if (offset < 0 || last < 0 || count < 0 || count > batch.Left || Math.Abs(at) > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() / 2)
        {
            throw batch.Malformed($"offset {offset}, {count} records to offset {last} behind it, at {at} ms");
        }

        var records = new List<(KafkaReader Key, KafkaReader Value)>(count);
        for (var place = 0; place < count; place++)
        {
            records.Add(ReadOne(batch));
        }

        return new(offset, offset + last + 1L, epoch, DateTimeOffset.FromUnixTimeMilliseconds(at), (attributes & 0x20) != 0, records);
    }

    private static (KafkaReader Key, KafkaReader Value) ReadOne(KafkaReader batch)
    {
        var record = batch.Part(batch.Varint(), "record");
        record.Skip(1); // attributes
        record.Varlong(); // time stamp
        record.Varint(); // offset
        // Of -1 is what is not there.
        return (record.Part(Math.Max(0, record.Varint()), "key"), record.Part(Math.Max(0, record.Varint()), "value"));
    }
}
