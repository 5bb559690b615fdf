using Confluent.Kafka;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>Where the logs of all partitions begin and end, records of open transactions included.</summary>
/// <remarks>A client that reads committed records only would be told the end of those.</remarks>
internal sealed class LogEnds(string bootstrap, Topology topology) : IDisposable
{
    private readonly IConsumer<Ignore, byte[]> _consumer = new ConsumerBuilder<Ignore, byte[]>(
        ClientSettings.Bounded(new ConsumerConfig { GroupId = "kafkachaos-log-ends", IsolationLevel = IsolationLevel.ReadUncommitted }, bootstrap, "kafkachaos-log-ends"))
        .SetLogHandler((_, _) => { })
        .Build();

    private static TimeSpan RequestTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Every partition of every topic.</summary>
    public IEnumerable<TopicPartition> Partitions => topology.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition)));

    /// <summary>Null where its leader does not answer.</summary>
    public WatermarkOffsets? Of(TopicPartition partition)
    {
        try
        {
            return _consumer.QueryWatermarkOffsets(partition, RequestTimeout);
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    public void Dispose() => _consumer.Dispose();
}
