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
            Target.HolderOf holder => OneOf(Holders(places, holder.Role)),
            Target.LeaderOf leader => OneOf(Replicas(places, leader, reading)),
            Target.Random random => OneOf(places.Nodes.Where(node => random.Only is not { } kind || node.Kind == kind), GroupOf(places, random.Unit)),
            Target.ZoneOf zone => Around(places, Of(zone.Inner, reading), node => node.Zone),
            Target.DomainOf domain => Around(places, Of(domain.Inner, reading), node => DomainOf(places, node)),
            Target.SameAs same => reading.Steps.ReachOf(same.Step),
            _ => null,
        };
        return whole is null || target.Only is not { } kind
            ? whole
            : whole with { Nodes = places.Nodes.Where(node => node.Kind == kind && whole.Nodes.Contains(node.Name)).Select(node => node.Name).ToHashSet() };
    }

    // In ZooKeeper mode every broker may be the controller, in KRaft mode those that vote.
    private static IEnumerable<Node> Holders(Places places, Role role) =>
        role == Role.ZooKeeperLeader ? places.Nodes.Where(node => node.Role == NodeRole.Voter)
        : places.Nodes.Any(node => node.IsController) ? places.Nodes.Where(node => node.IsController)
        : places.Nodes.Where(node => node.IsBroker);

    private static IEnumerable<Node> Replicas(Places places, Target.LeaderOf leader, Reading reading)
    {
        var placement = reading.Topics?.FirstOrDefault(topic => topic.Name == leader.Topic)?.Placement;
        return places.Nodes.Where(node => node.IsBroker && (placement is null || placement.ElementAtOrDefault(leader.Partition)?.Contains(node.Name) == true));
    }

    private static Reach Named(Places places, IReadOnlyList<string> names, Func<Node, string> nameOf) =>
        new(places.Nodes.Where(node => names.Contains(nameOf(node))).Select(node => node.Name).ToHashSet(), Exact: true);

    private static Reach OneOf(IEnumerable<Node> holders) => OneOf(holders, node => node.Name);

    private static Reach OneOf(IEnumerable<Node> candidates, Func<Node, string> group)
    {
        var nodes = candidates.ToList();
        return new Reach(nodes.Select(node => node.Name).ToHashSet(), nodes.Select(group).Distinct().Count() == 1);
    }

    private static Func<Node, string> GroupOf(Places places, Unit unit) => unit switch
    {
        Unit.Node => node => node.Name,
        Unit.Zone => node => node.Zone,
        _ => node => DomainOf(places, node),
    };

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
