namespace KafkaChaos.Probing;

/// <summary>What a controller answers to one who reads the metadata log.</summary>
/// <param name="Error">Kafka's code; 0 where it leads in the epoch asked for, and then alone the rest but the leader is told.</param>
/// <param name="Leader">Node id; null where it knows of none.</param>
/// <param name="Epoch">The leader epoch that it knows of.</param>
/// <param name="HighWatermark">Behind what is committed; -1 where a new leader does not know yet.</param>
/// <param name="Diverges">What was read before what was asked for is not what its log has.</param>
/// <param name="Elsewhere">Why what was asked for is not in the log any more; null where it is.</param>
/// <param name="Records">From the batch with the offset asked for.</param>
internal sealed record QuorumFetch(short Error, int? Leader, int Epoch, long HighWatermark, bool Diverges, string? Elsewhere, KafkaReader? Records)
{
    private const short Api = 1;

    // The first that names topics by id, which the metadata log needs no name for; 3.6 to 4.3 speak it all.
    private const short Version = 13;
    private const short OffsetOutOfRange = 1;
    private const int MostBytes = 1 << 20;

    private static Guid MetadataTopic { get; } = new("00000000-0000-0000-0000-000000000001");

    /// <param name="connection">To a controller's own port.</param>
    /// <param name="epoch">The leader epoch in which it is to answer; in another it names the leader only.</param>
    /// <param name="offset">Where to read on.</param>
    /// <param name="last">The epoch of the batch before that offset; 0 at the log's beginning.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>Null where it does not answer.</returns>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    public static async Task<QuorumFetch?> AskAsync(KafkaConnection connection, int epoch, long offset, int last, CancellationToken token) =>
        await connection.AskAsync(Api, Version, Request(epoch, offset, last), token) is { } answer ? Parse(answer) : null;

    internal static QuorumFetch Parse(KafkaReader answer)
    {
        answer.Skip(4); // throttle time
        var error = answer.Int16();
        answer.Skip(4); // session
        var partitions = answer.Array(Topic).SelectMany(topic => topic).ToList();
        answer.Tagged();
        return error == 0
            ? partitions.Count == 1 ? partitions[0] : throw answer.Malformed($"{partitions.Count} partitions where one was asked for")
            : new(error, null, 0, -1, false, null, null);
    }

    private static KafkaWriter Request(int epoch, long offset, int last) => new KafkaWriter()
        .Int32(-1) // no replica
        .Int32(0).Int32(0).Int32(MostBytes) // at once, and be there nothing
        .Int8(0)
        .Int32(0).Int32(-1) // no session
        .Count(1).Uuid(MetadataTopic)
        .Count(1).Int32(0).Int32(epoch).Int64(offset).Int32(last).Int64(-1).Int32(MostBytes).Untagged()
        .Untagged()
        .Count(0)
        .Text("")
        .Untagged();

    private static QuorumFetch[] Topic(KafkaReader answer)
    {
        answer.Skip(16);
        var partitions = answer.Array(Partition);
        answer.Tagged();
        return partitions;
    }

    private static QuorumFetch Partition(KafkaReader answer)
    {
        answer.Skip(4); // partition
        var error = answer.Int16();
        var highWatermark = answer.Int64();
        answer.Skip(8); // last stable offset
        var start = answer.Int64();
        answer.Array(aborted =>
        {
            aborted.Skip(16);
            aborted.Tagged();
            return 0;
        });
        answer.Skip(4); // preferred replica
        var records = answer.Part(answer.Count(), "records");
        var (leader, epoch, diverges, elsewhere) = (-1, 0, false, error == OffsetOutOfRange ? $"the log begins at offset {start}" : null);
        answer.Tagged((tag, field) =>
        {
            switch (tag)
            {
                case 0:
                    diverges = true;
                    break;
                case 1:
                    (leader, epoch) = (field.Int32(), field.Int32());
                    break;
                case 2:
                    elsewhere = $"the log's beginning is in a snapshot up to offset {field.Int64()}";
                    break;
            }
        });
        return new(error, leader < 0 ? null : leader, epoch, highWatermark, diverges, elsewhere, records);
    }
}
