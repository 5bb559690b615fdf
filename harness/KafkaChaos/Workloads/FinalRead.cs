using Confluent.Kafka;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>Reads every partition from its beginning to its stable end, after recovery, and records what is there.</summary>
public sealed class FinalRead(string bootstrap, Topology topology, Recorder recorder)
{
    private static TimeSpan PollTimeout { get; } = TimeSpan.FromMilliseconds(100);

    /// <param name="deadline">For all partitions together. A partition that is not read to its end by then is recorded as such.</param>
    public Task RunAsync(TimeSpan deadline, CancellationToken token) => Task.Run(() =>
    {
        var began = recorder.Now;
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "kafkachaos-final-read",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            IsolationLevel = IsolationLevel.ReadCommitted,
            FetchWaitMaxMs = 50,
            SocketTimeoutMs = 10_000,
            SocketConnectionSetupTimeoutMs = 5_000,
            ReconnectBackoffMaxMs = 1_000,
            TopicMetadataRefreshIntervalMs = 5_000,
        }).SetLogHandler((_, _) => { }).Build();
        var logs = topology.Topics
            .SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition)))
            .ToDictionary(partition => partition, partition => new Reach(consumer.QueryWatermarkOffsets(partition, deadline)));
        consumer.Assign(logs.Select(log => new TopicPartitionOffset(log.Key, log.Value.Marks.Low)));
        while (logs.Values.Any(reach => reach.Position < reach.Marks.High.Value) && recorder.Now - began < deadline)
        {
            token.ThrowIfCancellationRequested();
            if (consumer.Consume(PollTimeout) is { Message: not null } found)
            {
                Record(found);
                logs[found.TopicPartition].Position = found.Offset.Value + 1;
            }
        }

        foreach (var (partition, reach) in logs)
        {
            var end = consumer.QueryWatermarkOffsets(partition, deadline).High.Value;
            recorder.Record(new ReadEnded(partition.Topic, partition.Partition.Value, began, reach.Marks.Low.Value, end, reach.Position) { At = recorder.Now });
        }

        consumer.Close();
    }, token);

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
