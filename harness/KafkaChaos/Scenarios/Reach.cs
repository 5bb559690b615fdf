using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>The nodes that a target can hit, as far as the file alone tells.</summary>
/// <param name="Nodes">Every node that it may hit.</param>
/// <param name="Exact">Whether it hits all of them, and not one of several choices that only the run decides.</param>
internal sealed record Reach(IReadOnlySet<string> Nodes, bool Exact)
{
    /// <summary>Null where a name in the target is unknown, or the places are not all known.</summary>
    internal static Reach? Of(Target target, Reading reading)
    {
        if (reading.Places is not { Complete: true } places)
        {
            return null;
        }

        var whole = target switch
        {
            Target.Nodes named => Named(places, named.Names, node => node.Name),
            Target.Zones named => Named(places, named.Names, node => node.Zone),
            Target.Domains named => Named(places, named.Names, node => DomainOf(places, node)),
            Target.HolderOf holder => OneOf(places.Nodes.Where(node => node.Kind == KindOf(holder.Role))),
            Target.ZoneOf zone => Around(places, Of(zone.Inner, reading), node => node.Zone),
            Target.DomainOf domain => Around(places, Of(domain.Inner, reading), node => DomainOf(places, node)),
            Target.SameAs same => reading.EarlierSteps.GetValueOrDefault(same.Step),
            _ => null,
        };
        return whole is null || target.Only is not { } kind
            ? whole
            : whole with { Nodes = places.Nodes.Where(node => node.Kind == kind && whole.Nodes.Contains(node.Name)).Select(node => node.Name).ToHashSet() };
    }

    internal static NodeKind KindOf(Role role) => role == Role.ZooKeeperLeader ? NodeKind.ZooKeeper : NodeKind.Kafka;

    private static Reach Named(Places places, IReadOnlyList<string> names, Func<Node, string> nameOf) =>
        new(places.Nodes.Where(node => names.Contains(nameOf(node))).Select(node => node.Name).ToHashSet(), Exact: true);

    private static Reach OneOf(IEnumerable<Node> holders)
    {
        var names = holders.Select(node => node.Name).ToHashSet();
        return new Reach(names, names.Count == 1);
    }

    private static Reach? Around(Places places, Reach? inner, Func<Node, string> group)
    {
        if (inner is null)
        {
            return null;
        }

        var groups = places.Nodes.Where(node => inner.Nodes.Contains(node.Name)).Select(group).ToHashSet();
        return new Reach(
            places.Nodes.Where(node => groups.Contains(group(node))).Select(node => node.Name).ToHashSet(),
            inner.Exact || groups.Count == 1);
    }

    private static string DomainOf(Places places, Node node) => places.Zones.First(zone => zone.Name == node.Zone).Domain;
}
