using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Topics that fare alike in every loss.</summary>
/// <param name="Topics">Their names; at least one.</param>
/// <param name="Partitions">Of all of them together.</param>
/// <param name="Replication">Replicas of each partition.</param>
/// <param name="MinInsyncReplicas"><c>min.insync.replicas</c>.</param>
/// <param name="Placed">For each distinct placement the names of its brokers; null where Kafka places the replicas.</param>
public sealed record TopicClass(
    IReadOnlyList<string> Topics, int Partitions, int Replication, int MinInsyncReplicas, IReadOnlyList<IReadOnlyList<string>>? Placed)
{
    /// <summary>In the order of the topology's topics.</summary>
    public static IReadOnlyList<TopicClass> Of(IEnumerable<TopicLayout> topics) =>
        [.. topics
            .GroupBy(topic => (topic.Replication, topic.MinInsyncReplicas, Placed: topic.Placement is not null))
            .Select(alike => new TopicClass(
                [.. alike.Select(topic => topic.Name)],
                alike.Sum(topic => topic.Partitions),
                alike.Key.Replication,
                alike.Key.MinInsyncReplicas,
                alike.Key.Placed ? Distinct(alike) : null))];

    /// <summary>The topic that keeps the offsets of consumer groups, with Kafka's own defaults where the settings are silent: 50 partitions, 3 replicas, <c>min.insync.replicas</c> 1.</summary>
    /// <exception cref="FormatException">A setting is no whole number.</exception>
    public static TopicClass Offsets(ClusterSettings settings) => new(
        ["__consumer_offsets"],
        settings.KafkaNumber("offsets.topic.num.partitions", 50),
        settings.KafkaNumber("offsets.topic.replication.factor", 3),
        settings.KafkaNumber("min.insync.replicas", 1),
        null);

    private static List<IReadOnlyList<string>> Distinct(IEnumerable<TopicLayout> topics) =>
        [.. topics.SelectMany(topic => topic.Placement!).DistinctBy(row => string.Join(' ', row.Order(StringComparer.Ordinal)))];
}
