using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>Reads every partition from its beginning to its stable end, after recovery, and records what is there and was committed.</summary>
public sealed class FinalRead(string bootstrap, Topology topology, Recorder recorder)
{
    private static TimeSpan PollTimeout { get; } = TimeSpan.FromMilliseconds(100);

    /// <param name="deadline">For all partitions together. A partition that is not read to its end by then is recorded as such.</param>
    /// <param name="token">Ends it at once.</param>
    public async Task RunAsync(TimeSpan deadline, CancellationToken token)
    {
        var began = recorder.Now;
        TimeSpan Remains() => deadline - (recorder.Now - began);
        using var ends = new LogEnds(bootstrap, topology);

        // A partition that cannot be asked or read has no ReadEnded, or one that stopped short: its records are then unseen, not lost.
        var lows = ends.BeginningsAsync(Remains(), token);
        var highs = await ends.EndsAsync(Remains(), token);
        var logs = (await lows).Where(low => highs.ContainsKey(low.Key)).ToDictionary(low => low.Key, low => new Reach(low.Value, highs[low.Key]));
        if (logs.Count == 0)
        {
            return;
        }

        await OwnThread.RunAsync(() => Read(logs, () => Remains() > TimeSpan.Zero, token));

        // Those that were read in time are asked again though others took all of it.
        var after = await ends.EndsAsync(LogEnds.RequestTimeout, token);
        foreach (var (partition, reach) in logs)
        {
            recorder.Record(new ReadEnded(partition.Topic, partition.Partition.Value, began, reach.Low, reach.High, reach.Position)
            {
                At = recorder.Now,
                EndAfter = after.TryGetValue(partition, out var end) ? end : null,
            });
        }
    }

    private void Read(Dictionary<TopicPartition, Reach> logs, Func<bool> inTime, CancellationToken token)
    {
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
        consumer.Assign(logs.Select(log => new TopicPartitionOffset(log.Key, log.Value.Low)));
        Read(consumer, logs, inTime, token);
        consumer.Unassign();
        consumer.Close();
    }

    private void Read(IConsumer<Ignore, byte[]> consumer, Dictionary<TopicPartition, Reach> logs, Func<bool> inTime, CancellationToken token)
    {
        try
        {
            while (logs.Values.Any(reach => reach.Position < reach.High) && inTime())
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

    private sealed class Reach(long low, long high)
    {
        public long Low { get; } = low;

        public long High { get; } = high;

        public long Position { get; set; } = low;
    }
}
