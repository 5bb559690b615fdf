using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Every node ran the software that the scenario asks for. An ensemble alone may run on another ZooKeeper (decision 0008); the verdict then says so.</summary>
internal sealed class Software : IChecker
{
    private const string Property = "software";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.History.Of<ClusterDescribed>().LastOrDefault() is not { } described)
        {
            return [Say.Inconclusive(Property, "what the nodes ran was not recorded")];
        }

        var topology = trial.Scenario.Topology;
        var others = topology.Nodes
            .Select(node => (Node: node, Asked: Asked(topology, node), Ran: described.Software.GetValueOrDefault(node.Name)))
            .Where(one => one.Ran != one.Asked)
            .ToList();
        Figure[] figures = [new("nodes", topology.Nodes.Count, "nodes"), new("not as asked", others.Count, "nodes")];
        if (others.Count == 0)
        {
            return [Say.Passed(Property, $"every node ran what was asked for: {Say.List(topology.Nodes.Select(node => Asked(topology, node)).Distinct())}", figures)];
        }

        var evidence = others.Select(one => new Evidence(described.At, "description of the cluster", $"{one.Node.Name} ran {one.Ran ?? "unknown software"}, asked for {one.Asked}"));
        var told = Say.List(others.GroupBy(one => (one.Ran, one.Asked)).Select(group =>
            $"{Say.List(group.Select(one => one.Node.Name))} ran {group.Key.Ran ?? "unknown software"}, asked for {group.Key.Asked}"));
        var standIn = !topology.Brokers.Any() && others.TrueForAll(one => one.Ran?.StartsWith("ZooKeeper ", StringComparison.Ordinal) == true);
        return [standIn
            ? Say.Passed(Property, $"NOT what was asked for: {told}; what this run shows, it shows of that stand-in", figures, evidence)
            : Say.Inconclusive(Property, $"the run shows nothing of what was asked for: {told}", figures, evidence)];
    }

    private static string Asked(Topology topology, Node node) => node.Kind == NodeKind.ZooKeeper
        ? $"ZooKeeper {topology.ZooKeeper?.Version}"
        : $"Kafka {topology.Kafka?.Version}";
}
