namespace KafkaChaos.Scenarios;

/// <summary>How many nodes of each kind stand in a zone.</summary>
internal sealed record ZoneCounts(int ZooKeeper, int Kafka);

/// <summary>Reads one zone of a topology.</summary>
internal sealed class ZoneReader : SectionReader<ZoneCounts>
{
    private const int MostNodes = 9;

    private static readonly Field<int> ZooKeeper = new("zookeeper", Units.Count(0, MostNodes), "ZooKeeper voters in the zone; none where left out.");
    private static readonly Field<int> Kafka = new("kafka", Units.Count(0, MostNodes), "Kafka brokers in the zone; none where left out.");

    internal override IReadOnlyList<Field> Fields { get; } = [ZooKeeper, Kafka];

    protected override ZoneCounts? Build(Section section)
    {
        var zooKeeper = section.Get(ZooKeeper);
        var kafka = section.Get(Kafka);
        var wrong = (section.Has(ZooKeeper) && zooKeeper is null) || (section.Has(Kafka) && kafka is null);
        return wrong ? null : new ZoneCounts(zooKeeper?.Value ?? 0, kafka?.Value ?? 0);
    }
}
