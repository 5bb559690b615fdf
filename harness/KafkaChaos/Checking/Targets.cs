using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Where a step should have gone, by what the observations say of the roles at the time.</summary>
/// <param name="trial">Its scenario names the target.</param>
/// <param name="step">Its index in the scenario.</param>
/// <param name="holder">The node that holds a role; null where that was not seen.</param>
/// <param name="leader">The node that leads a partition; null where that was not seen.</param>
/// <param name="went">The nodes that an earlier step went to, by its name.</param>
internal sealed class Targets(Trial trial, int step, Func<Role, string?> holder, Func<Target.LeaderOf, string?> leader, Func<string, IReadOnlyList<string>?> went)
{
    private readonly Topology _topology = trial.Scenario.Topology;

    /// <summary>Null where a role or an earlier step that it depends on was not seen.</summary>
    public IReadOnlySet<string>? Of(Target target)
    {
        var names = target switch
        {
            Target.Nodes nodes => nodes.Names,
            Target.Zones zones => In(node => zones.Names.Contains(node.Zone)),
            Target.Domains domains => In(node => domains.Names.Contains(_topology.DomainOf(node))),
            Target.HolderOf role => holder(role.Role) is { } one ? [one] : null,
            Target.LeaderOf partition => leader(partition) is { } one ? [one] : null,
            Target.Random random => RandomChoice.Of(_topology, random, trial.Scenario.Seed, step),
            Target.ZoneOf inner => Of(inner.Inner) is { } held ? In(node => held.Any(name => _topology.NodeNamed(name).Zone == node.Zone)) : null,
            Target.DomainOf inner => Of(inner.Inner) is { } held ? In(node => held.Any(name => _topology.DomainOf(_topology.NodeNamed(name)) == _topology.DomainOf(node))) : null,
            Target.SameAs same => went(same.Step),
            _ => null,
        };
        return names?.Where(name => target.Only is not { } kind || _topology.NodeNamed(name).Kind == kind).ToHashSet();
    }

    private List<string> In(Func<Node, bool> where) => [.. _topology.Nodes.Where(where).Select(node => node.Name)];
}
