using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>What can be lost as one: nodes that stand alike (same zone, role, votes and placements) are one entry with several members.</summary>
/// <param name="Unit">Of each member.</param>
/// <param name="Members">Name and nodes of each; at least one.</param>
internal sealed record Loss(Unit Unit, IReadOnlyList<(string Name, IReadOnlyList<string> Nodes)> Members)
{
    public static IReadOnlyList<Loss> Nodes(Topology topology)
    {
        var placed = topology.Topics.SelectMany(topic => topic.Placement ?? []).SelectMany(row => row).ToHashSet(StringComparer.Ordinal);
        return [.. topology.Nodes
            .GroupBy(node => (node.Zone, node.Role, Group: GroupOf(topology, node), Own: placed.Contains(node.Name) ? node.Name : ""))
            .Select(alike => new Loss(Unit.Node, [.. alike.Select(node => (node.Name, (IReadOnlyList<string>)[node.Name]))]))];
    }

    public static IReadOnlyList<Loss> Zones(Topology topology) =>
        [.. topology.Zones.Select(zone => One(Unit.Zone, $"zone {zone.Name}", topology.Nodes.Where(node => node.Zone == zone.Name))).OfType<Loss>()];

    public static IReadOnlyList<Loss> Domains(Topology topology)
    {
        var domainOf = topology.Zones.ToDictionary(zone => zone.Name, zone => zone.Domain, StringComparer.Ordinal);
        return [.. topology.Zones
            .GroupBy(zone => zone.Domain)
            .Select(domain => One(
                Unit.Domain,
                $"domain {domain.Key} ({string.Join(", ", domain.Select(zone => zone.Name))})",
                topology.Nodes.Where(node => domainOf[node.Zone] == domain.Key)))
            .OfType<Loss>()];
    }

    private static Loss? One(Unit unit, string name, IEnumerable<Node> nodes)
    {
        var names = nodes.Select(node => node.Name).ToList();
        return names.Count == 0 ? null : new(unit, [(name, names)]);
    }

    private static string GroupOf(Topology topology, Node node) =>
        topology.ZooKeeper is { Groups.Count: > 0 } software && node.Role == NodeRole.Voter
            ? $"{software.Groups.FirstOrDefault(group => group.Members.Contains(node.Name))?.Name} {software.Weights.GetValueOrDefault(node.Name, 1)}"
            : "";
}
