using System.Globalization;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Probing;

namespace KafkaChaos.Nemeses;

/// <summary>Finds the nodes of a target; roles are looked up now, not remembered.</summary>
/// <param name="cluster">Where the nodes are.</param>
/// <param name="metadata">Knows the controller.</param>
/// <param name="seed">The scenario's, for random targets.</param>
public sealed class TargetResolver(Cluster cluster, IMetadata metadata, int seed)
{
    private readonly Dictionary<string, Resolution> _named = [];

    /// <summary>Remembers what a named step went to.</summary>
    public void Remember(string step, Resolution resolution) => _named[step] = resolution;

    /// <summary>Nodes that a fault is to be undone on when the steps are over.</summary>
    internal Resolution Still(IReadOnlyList<string> names, Fault undo) =>
        new([.. cluster.Nodes.Where(node => names.Contains(node.Name))], $"to be undone after the last step ({undo.ToString().ToLowerInvariant()})");

    /// <param name="step">The index of the step whose target it is.</param>
    /// <param name="target">Where.</param>
    /// <param name="token">Ends the look-up.</param>
    /// <exception cref="FaultException">Nothing holds the role, or nothing is left after narrowing.</exception>
    public async Task<Resolution> ResolveAsync(int step, Target target, CancellationToken token)
    {
        var found = target switch
        {
            Target.Nodes named => new Resolution([.. named.Names.Select(name => cluster[name])], $"node {string.Join(", ", named.Names)}"),
            Target.Zones zones => new Resolution(InZones(zones.Names), $"zone {string.Join(", ", zones.Names)}"),
            Target.Domains domains => new Resolution(InDomains(domains.Names), $"domain {string.Join(", ", domains.Names)}"),
            Target.HolderOf holder => await HolderAsync(holder.Role, token),
            Target.LeaderOf partition => await LeaderOfAsync(partition, token),
            Target.Random random => Chosen(RandomChoice.Of(cluster.Topology, random, seed, step), random.Unit),
            Target.ZoneOf outer => Widen(await ResolveAsync(step, outer.Inner, token), node => node.Node.Zone, InZones, "zone"),
            Target.DomainOf outer => Widen(await ResolveAsync(step, outer.Inner, token), node => cluster.Topology.DomainOf(node.Node), InDomains, "domain"),
            Target.SameAs same => _named[same.Step] with { Because = $"same as {same.Step}: {_named[same.Step].Because}" },
            _ => throw new InvalidOperationException($"target {target} is not known"),
        };
        var narrowed = target.Only is { } kind ? found with { Nodes = [.. found.Nodes.Where(node => node.Node.Kind == kind)] } : found;
        return narrowed.Nodes.Count > 0 ? narrowed : throw new FaultException($"the target ({found.Because}) has no node");
    }

    private Resolution Chosen(IReadOnlyList<string> names, Unit unit) => new(
        [.. names.Select(name => cluster[name])],
        string.Create(CultureInfo.InvariantCulture, $"random {unit.ToString().ToLowerInvariant()} of seed {seed}: {string.Join(", ", names)}"));

    private static Resolution Widen(Resolution inner, Func<ClusterNode, string> place, Func<IReadOnlyList<string>, IReadOnlyList<ClusterNode>> nodes, string word)
    {
        var places = inner.Nodes.Select(place).Distinct().ToList();
        return new(nodes(places), $"{inner.Because}, in {word} {string.Join(", ", places)}");
    }

    private IReadOnlyList<ClusterNode> InZones(IReadOnlyList<string> zones) => [.. cluster.Nodes.Where(node => zones.Contains(node.Node.Zone))];

    private IReadOnlyList<ClusterNode> InDomains(IReadOnlyList<string> domains) => [.. cluster.Nodes.Where(node => domains.Contains(cluster.Topology.DomainOf(node.Node)))];

    private async Task<Resolution> HolderAsync(Role role, CancellationToken token)
    {
        var holder = role == Role.Controller ? await ControllerAsync(token) : await LeaderAsync(token);
        return new([holder], $"{(role == Role.Controller ? "controller" : "zookeeper-leader")} is {holder.Name}");
    }

    private async Task<Resolution> LeaderOfAsync(Target.LeaderOf partition, CancellationToken token)
    {
        var state = await metadata.PartitionAsync(partition.Topic, partition.Partition, token);
        var leader = cluster.Brokers.FirstOrDefault(broker => broker.Node.Id == state?.Leader)
            ?? throw new FaultException($"no broker leads {partition.Topic}/{partition.Partition} now: its state names {(state is null ? "none" : $"leader {state.Leader}")}");
        return new([leader], string.Create(CultureInfo.InvariantCulture, $"leader of {partition.Topic}/{partition.Partition} is {leader.Name}, leader epoch {state!.LeaderEpoch}"));
    }

    private async Task<ClusterNode> ControllerAsync(CancellationToken token)
    {
        var id = await metadata.ControllerAsync(token);
        return cluster.Nodes.FirstOrDefault(node => node.Node.Kind == NodeKind.Kafka && node.Node.Id == id)
            ?? throw new FaultException("no node is the controller now");
    }

    private async Task<ClusterNode> LeaderAsync(CancellationToken token)
    {
        var members = cluster.Ensemble.ToList();
        var statuses = await Task.WhenAll(members.Select(member => metadata.MemberAsync(member, token)));
        return members.Where((_, place) => statuses[place].Mode is MemberMode.Leader or MemberMode.Standalone).FirstOrDefault()
            ?? throw new FaultException("no ensemble member leads now: " + string.Join(", ", members.Zip(statuses, (member, status) => $"{member.Name} {status.Mode}")));
    }
}
