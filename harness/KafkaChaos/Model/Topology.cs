namespace KafkaChaos.Model;

/// <summary>Domains, zones and nodes, with the software and the topics that they carry.</summary>
/// <param name="Zones">At least one, in the order of the scenario.</param>
/// <param name="Nodes">Ordered by zone, ZooKeeper before Kafka.</param>
/// <param name="ZooKeeper">Absent only where no node is a ZooKeeper.</param>
/// <param name="Kafka">Absent only where no node is a broker.</param>
/// <param name="Topics">Empty where there is no broker.</param>
public sealed record Topology(
    IReadOnlyList<Zone> Zones,
    IReadOnlyList<Node> Nodes,
    ZooKeeperSoftware? ZooKeeper,
    KafkaSoftware? Kafka,
    IReadOnlyList<TopicLayout> Topics)
{
    public IEnumerable<Node> Ensemble => Nodes.Where(node => node.Kind == NodeKind.ZooKeeper);

    public IEnumerable<Node> Brokers => Nodes.Where(node => node.Kind == NodeKind.Kafka);

    /// <summary>The physical domain that a node stands in.</summary>
    public string DomainOf(Node node) => Zones.Single(zone => zone.Name == node.Zone).Domain;

    /// <exception cref="InvalidOperationException">No node has that name.</exception>
    public Node NodeNamed(string name) =>
        Nodes.FirstOrDefault(node => node.Name == name)
        ?? throw new InvalidOperationException($"no node is named {name}; there are {string.Join(", ", Nodes.Select(node => node.Name))}");

    public Node Broker(int id) => Brokers.Single(broker => broker.Id == id);
}
