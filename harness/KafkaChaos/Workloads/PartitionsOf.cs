using Confluent.Kafka;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>The partitions of topics, as clients name them.</summary>
internal static class PartitionsOf
{
    /// <summary>Of each topic all, in the order of the topics and their numbers.</summary>
    public static IEnumerable<TopicPartition> Topics(IEnumerable<TopicLayout> topics) =>
        topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition)));
}
