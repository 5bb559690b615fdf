using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads one topic of a topology; its name is the key above, and stays empty here.</summary>
internal sealed class TopicReader : SectionReader<TopicLayout>
{
    // Nothing is assumed: these three numbers decide what survives.
    private static readonly Field<int> Partitions = new("partitions", Units.Count(1, 1000), "How many partitions.", Required: true);
    private static readonly Field<int> Replication = new("replication", Units.Count(1, 100), "Replicas of each partition; at most the number of brokers.", Required: true);
    private static readonly Field<int> MinInsync = new("min.insync.replicas", Units.Count(1, 100), "In-sync replicas below which acks=all is refused.", Required: true);

    internal override IReadOnlyList<Field> Fields { get; } = [Partitions, Replication, MinInsync];

    internal static void CheckBrokers(Named<TopicLayout> topic, int brokers, string key, Problems problems)
    {
        if (topic.Value is { } layout && layout.Value.Replication > brokers)
        {
            var at = ((YamlMap)layout.Node).Entries.First(entry => entry.Key.Value == Replication.Name).Value.At;
            problems.Error(at, $"{key}.{Replication.Name}", $"more replicas than brokers; the zones hold {brokers}", $"{layout.Value.Replication}");
        }
    }

    protected override TopicLayout? Build(Section section)
    {
        var partitions = section.Get(Partitions);
        var replication = section.Get(Replication);
        var minInsync = section.Get(MinInsync);
        if (replication is not null && minInsync is not null && minInsync.Value > replication.Value)
        {
            section.Error(MinInsync, $"above replication, which is {replication.Value}; no acks=all record could ever be written");
        }

        return partitions is null || replication is null || minInsync is null
            ? null
            : new TopicLayout("", partitions.Value, replication.Value, minInsync.Value);
    }
}
