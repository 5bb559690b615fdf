using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>Reads every partition from its beginning to its stable end, after recovery, and records what is there and was committed.</summary>
public sealed class FinalRead(string bootstrap, Topology topology, Recorder recorder)
{
    private static TimeSpan PollTimeout { get; } = TimeSpan.FromMilliseconds(100);

    /// <param name="deadline">For all partitions together. A partition that is not read to its end by then is recorded as such.</param>
    public Task RunAsync(TimeSpan deadline, CancellationToken token) => Task.Run(() =>
    {
        var began = recorder.Now;
        using var ends = new LogEnds(bootstrap, topology);
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(ClientSettings.Bounded(
            new ConsumerConfig
            {
                GroupId = "kafkachaos-final-read",
                EnableAutoCommit = false,
                AutoOffsetReset = AutoOffsetReset.Error,
                IsolationLevel = IsolationLevel.ReadCommitted,
                EnablePartitionEof = true,
                FetchWaitMaxMs = 50,
            },
            bootstrap,
            "kafkachaos-final-read")).SetLogHandler((_, _) => { }).Build();

        // A partition that cannot be asked or read has no ReadEnded, or one that stopped short: its records are then unseen, not lost.
        var logs = ends.Partitions
            .Select(partition => (Partition: partition, Marks: ends.Of(partition)))
            .Where(log => log.Marks is not null)
            .ToDictionary(log => log.Partition, log => new Reach(log.Marks!));
        consumer.Assign(logs.Select(log => new TopicPartitionOffset(log.Key, log.Value.Marks.Low)));
        Read(consumer, logs, () => recorder.Now - began < deadline, token);
        consumer.Unassign();
        foreach (var (partition, reach) in logs)
        {
            recorder.Record(new ReadEnded(partition.Topic, partition.Partition.Value, began, reach.Marks.Low.Value, reach.Marks.High.Value, reach.Position)
            {
                At = recorder.Now,
                EndAfter = ends.Of(partition)?.High.Value,
            });
        }

        consumer.Close();
    }, token);

    private void Read(IConsumer<Ignore, byte[]> consumer, Dictionary<TopicPartition, Reach> logs, Func<bool> inTime, CancellationToken token)
    {
        try
        {
            while (logs.Values.Any(reach => reach.Position < reach.Marks.High.Value) && inTime())
            {
                token.ThrowIfCancellationRequested();
                if (consumer.Consume(PollTimeout) is not { } found)
                {
                    continue;
                }

                // Behind the last record there may be the end of a transaction, which is none: only the end of the partition tells that it was passed.
                logs[found.TopicPartition].Position = found.IsPartitionEOF ? found.Offset.Value : found.Offset.Value + 1;
                if (!found.IsPartitionEOF)
                {
                    Record(found);
                }
            }
        }
        catch (ConsumeException)
        {
            // The positions tell how far it came.
        }
    }

    private void Record(ConsumeResult<Ignore, byte[]> found)
    {
        var value = RecordValue.Read(found.Message.Value);
        recorder.Record(new ReadRecord(found.Topic, found.Partition.Value, found.Offset.Value, value?.Producer, value?.Sequence) { At = recorder.Now });
    }

    private sealed class Reach(WatermarkOffsets marks)
    {
        public WatermarkOffsets Marks { get; } = marks;

        public long Position { get; set; } = marks.Low.Value;
    }
}
