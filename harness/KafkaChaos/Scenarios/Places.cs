using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>The zones, domains and nodes that a scenario declares.</summary>
/// <param name="Zones">Every zone named, even where its counts are wrong.</param>
/// <param name="Nodes">Of the zones whose counts are right.</param>
/// <param name="Complete">Whether every zone's counts are right, so that the nodes are all known.</param>
internal sealed record Places(IReadOnlyList<Zone> Zones, IReadOnlyList<Node> Nodes, bool Complete)
{
    internal IReadOnlyList<string> ZoneNames => [.. Zones.Select(zone => zone.Name)];

    internal IReadOnlyList<string> DomainNames => [.. Zones.Select(zone => zone.Domain).Distinct()];

    internal IReadOnlyList<string> NodeNames => [.. Nodes.Select(node => node.Name)];

    internal int CountOf(NodeKind kind) => Nodes.Count(node => node.Kind == kind);

    /// <param name="zones">As read.</param>
    /// <param name="domainOf">The domain of each zone that has one; every other is a domain of its own.</param>
    internal static Places Of(IReadOnlyList<Named<ZoneCounts>> zones, IReadOnlyDictionary<string, string> domainOf)
    {
        var nodes = new List<Node>();
        foreach (var (name, counts) in zones)
        {
            Add(nodes, NodeKind.ZooKeeper, "zookeeper", name.Value, counts?.Value.ZooKeeper ?? 0);
            Add(nodes, NodeKind.Kafka, "kafka", name.Value, counts?.Value.Kafka ?? 0);
        }

        return new Places(
            [.. zones.Select(zone => new Zone(zone.Name.Value, domainOf.GetValueOrDefault(zone.Name.Value, zone.Name.Value)))],
            nodes,
            zones.All(zone => zone.Value is not null));
    }

    private static void Add(List<Node> nodes, NodeKind kind, string word, string zone, int count)
    {
        for (var n = 1; n <= count; n++)
        {
            var id = nodes.Count(node => node.Kind == kind) + 1;
            nodes.Add(new Node(string.Create(CultureInfo.InvariantCulture, $"{word}-{zone}-{n}"), kind, id, zone));
        }
    }
}
