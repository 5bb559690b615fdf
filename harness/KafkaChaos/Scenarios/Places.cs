using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>The zones, domains and nodes that a scenario declares.</summary>
/// <param name="Zones">Every zone named, even where its nodes are wrong.</param>
/// <param name="Nodes">Of the zones whose nodes are right; names are unique.</param>
/// <param name="Complete">Whether every zone's nodes are right, so that they are all known.</param>
internal sealed record Places(IReadOnlyList<Zone> Zones, IReadOnlyList<Node> Nodes, bool Complete)
{
    // A member's myid is one byte of its session ids; Kafka keeps broker ids above 1000 for those that it makes up.
    private const int MostZooKeepers = 255;
    private const int MostKafkas = 1000;

    internal IReadOnlyList<string> ZoneNames => [.. Zones.Select(zone => zone.Name)];

    internal IReadOnlyList<string> DomainNames => [.. Zones.Select(zone => zone.Domain).Distinct()];

    internal IReadOnlyList<string> NodeNames => [.. Nodes.Select(node => node.Name)];

    internal IReadOnlyList<Node> Brokers => [.. Nodes.Where(node => node.IsBroker)];

    internal int CountOf(NodeKind kind) => Nodes.Count(node => node.Kind == kind);

    internal int CountOf(NodeRole role) => Nodes.Count(node => node.Role == role);

    /// <param name="zones">As read.</param>
    /// <param name="domainOf">The domain of each zone that has one; every other is a domain of its own.</param>
    /// <param name="at">The place of all zones.</param>
    /// <param name="key">The path of the zones.</param>
    /// <param name="problems">Gets names that are given twice, and more nodes than their software can tell apart.</param>
    internal static Places Of(IReadOnlyList<Named<ZoneNodes>> zones, IReadOnlyDictionary<string, string> domainOf, Position at, string key, Problems problems)
    {
        var placed = zones.Select(zone => new Zone(zone.Name.Value, domainOf.GetValueOrDefault(zone.Name.Value, zone.Name.Value))).ToList();
        var fits = Fits(zones, NodeKind.ZooKeeper, MostZooKeepers, at, key, problems) & Fits(zones, NodeKind.Kafka, MostKafkas, at, key, problems);
        if (!fits)
        {
            return new Places(placed, [], Complete: false);
        }

        var nodes = new List<Node>();
        var ids = new Dictionary<NodeKind, int> { [NodeKind.ZooKeeper] = 0, [NodeKind.Kafka] = 0 };
        var counted = zones.SelectMany(Counted).Select(one => one.Name).ToHashSet();
        var named = new Dictionary<string, string>();
        var unique = true;
        foreach (var kind in new[] { NodeKind.ZooKeeper, NodeKind.Kafka })
        {
            foreach (var zone in zones)
            {
                nodes.AddRange(Counted(zone).Where(one => RoleWords.KindOf(one.Role) == kind)
                    .Select(one => new Node(one.Name, kind, ++ids[kind], zone.Name.Value) { Role = one.Role }));
                foreach (var (name, entry) in (zone.Value?.Value.Named ?? []).Where(node => RoleWords.KindOf(node.Value!.Value.Role) == kind))
                {
                    if (counted.Contains(name.Value) || !named.TryAdd(name.Value, zone.Name.Value))
                    {
                        var other = named.TryGetValue(name.Value, out var holder) ? $"in zone {holder}" : "one of the counted ones";
                        problems.Error(name.At, $"{key}.{zone.Name.Value}.{ZoneReader.Nodes.Name}.{name.Value}", $"another node has this name, {other}", name.Value);
                        unique = false;
                        continue;
                    }

                    var own = new Node(name.Value, kind, ++ids[kind], zone.Name.Value) { Role = entry!.Value.Role, Hardware = entry.Value.Hardware.Value };
                    nodes.Add(entry.Value.Settings is { Count: > 0 } settings ? own with { Settings = settings } : own);
                }
            }
        }

        var order = placed.Select((zone, place) => (zone.Name, place)).ToDictionary(zone => zone.Name, zone => zone.place);
        return new Places(placed, [.. nodes.OrderBy(node => order[node.Zone])], unique && zones.All(zone => zone.Value is not null));
    }

    private static IEnumerable<(string Name, NodeRole Role)> Counted(Named<ZoneNodes> zone) =>
        from count in zone.Value?.Value.Counts ?? []
        from n in Enumerable.Range(1, count.Count.Value)
        select (string.Create(CultureInfo.InvariantCulture, $"{RoleWords.Word(count.Role)}-{zone.Name.Value}-{n}"), count.Role);

    private static bool Fits(IReadOnlyList<Named<ZoneNodes>> zones, NodeKind kind, int most, Position at, string key, Problems problems)
    {
        var all = zones.Select(zone => zone.Value?.Value).OfType<ZoneNodes>().Sum(zone =>
            zone.Counts.Where(count => RoleWords.KindOf(count.Role) == kind).Sum(count => (long)count.Count.Value)
            + zone.Named.Count(node => RoleWords.KindOf(node.Value!.Value.Role) == kind));
        if (all > most)
        {
            problems.Error(at, key, $"{all} {RoleWords.Word(kind == NodeKind.ZooKeeper ? NodeRole.Voter : NodeRole.Broker)} nodes; there can be at most {most}, by their ids");
        }

        return all <= most;
    }
}
