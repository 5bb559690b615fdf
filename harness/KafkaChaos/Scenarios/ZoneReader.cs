using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>The nodes of a zone: how many without a name of their own, by role, and those with one.</summary>
internal sealed record ZoneNodes(IReadOnlyList<(string Key, NodeRole Role, Placed<int> Count)> Counts, IReadOnlyList<Named<NodeEntry>> Named);

/// <summary>Reads one zone of a topology.</summary>
internal sealed class ZoneReader : SectionReader<ZoneNodes>
{
    private const int MostNodes = 999;

    private static readonly (Field<int> Field, NodeRole Role)[] Counts =
    [
        (new("zookeeper", Units.Count(0, MostNodes), "ZooKeeper voters in the zone; none where left out."), NodeRole.Voter),
        (new("observers", Units.Count(0, MostNodes), "ZooKeeper observers in the zone; none where left out."), NodeRole.Observer),
        (new("kafka", Units.Count(0, MostNodes), "Kafka brokers in the zone; none where left out."), NodeRole.Broker),
        (new("controllers", Units.Count(0, MostNodes), "KRaft controllers in the zone that hold no partitions; none where left out."), NodeRole.Controller),
        (new("combined", Units.Count(0, MostNodes), "Nodes in the zone that are KRaft controller and broker in one; none where left out."), NodeRole.Combined),
    ];

    internal static Field<IReadOnlyList<Named<NodeEntry>>> Nodes { get; } = new(
        "nodes", new NamedReader<NodeEntry>("nodes", Words.NodeName, new NodeReader()), "Nodes with names and settings of their own, beside the counted ones.");

    internal override IReadOnlyList<Field> Fields { get; } = [.. Counts.Select(count => count.Field), Nodes];

    protected override ZoneNodes? Build(Section section)
    {
        var counts = Counts.Where(count => section.Has(count.Field)).Select(count => (count.Field.Name, count.Role, Count: section.Get(count.Field))).ToList();
        var nodes = section.Get(Nodes);
        var wrong = counts.Any(count => count.Count is null) || (section.Has(Nodes) && nodes is null) || nodes?.Value.Any(node => node.Value is null) == true;
        return wrong ? null : new ZoneNodes([.. counts.Select(count => (count.Name, count.Role, count.Count!))], nodes?.Value ?? []);
    }
}
