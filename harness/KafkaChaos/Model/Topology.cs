namespace KafkaChaos.Model;

/// <summary>Domains, zones and nodes, with the software and the topics that they carry.</summary>
/// <param name="Zones">At least one, in the order of the scenario.</param>
/// <param name="Nodes">Ordered by zone, ZooKeeper before Kafka; names are unique.</param>
/// <param name="ZooKeeper">Absent only where no node is a ZooKeeper.</param>
/// <param name="Kafka">Absent only where no node is a Kafka.</param>
/// <param name="Topics">Empty where there is no broker.</param>
public sealed record Topology(
    IReadOnlyList<Zone> Zones,
    IReadOnlyList<Node> Nodes,
    ZooKeeperSoftware? ZooKeeper,
    KafkaSoftware? Kafka,
    IReadOnlyList<TopicLayout> Topics)
{
    /// <summary>Every ZooKeeper, observers included.</summary>
    public IEnumerable<Node> Ensemble => Nodes.Where(node => node.Kind == NodeKind.ZooKeeper);

    /// <summary>The ZooKeepers that have a vote.</summary>
    public IEnumerable<Node> Voters => Nodes.Where(node => node.Role == NodeRole.Voter);

    /// <summary>The Kafkas that have a vote in KRaft's metadata quorum.</summary>
    public IEnumerable<Node> Controllers => Nodes.Where(node => node.IsController);

    /// <summary>Whether Kafka keeps its metadata in a quorum of its own controllers.</summary>
    public bool IsKRaft => Kafka is { Metadata: MetadataMode.KRaft };

    /// <summary>Those that keep the cluster's metadata between them, whether they vote or not: the ensemble, or KRaft's controllers.</summary>
    public IEnumerable<Node> Members => IsKRaft ? Controllers : Ensemble;

    /// <summary>The Kafkas that hold partitions.</summary>
    public IEnumerable<Node> Brokers => Nodes.Where(node => node.IsBroker);

    /// <summary>What its nodes are launched with, one of each software.</summary>
    public IEnumerable<Release> Releases
    {
        get
        {
            if (ZooKeeper is { } zookeeper)
            {
                yield return new(NodeKind.ZooKeeper, zookeeper.Version);
            }

            if (Kafka is { } kafka)
            {
                yield return new(NodeKind.Kafka, kafka.Version);
            }
        }
    }

    /// <summary>What a node is launched with.</summary>
    public Release ReleaseOf(Node node) => Releases.Single(one => one.Kind == node.Kind);

    /// <summary>Who made the images of a software.</summary>
    public ImageFlavour FlavourOf(NodeKind kind) => (kind == NodeKind.ZooKeeper ? ZooKeeper?.Image : Kafka?.Image) ?? ImageFlavour.Any;

    /// <summary>The physical domain that a node stands in.</summary>
    public string DomainOf(Node node) => Zones.Single(zone => zone.Name == node.Zone).Domain;

    /// <summary>What a node has: its own over its software's; null where neither says.</summary>
    public Hardware HardwareOf(Node node)
    {
        var (own, common) = (node.Hardware, node.Kind == NodeKind.ZooKeeper ? ZooKeeper?.Hardware : Kafka?.Hardware);
        return new(
            own?.MemoryBytes ?? common?.MemoryBytes,
            own?.HeapBytes ?? common?.HeapBytes,
            own?.DiskBytes ?? common?.DiskBytes,
            own?.Disk ?? common?.Disk);
    }

    /// <exception cref="InvalidOperationException">No node has that name.</exception>
    public Node NodeNamed(string name) =>
        Nodes.FirstOrDefault(node => node.Name == name)
        ?? throw new InvalidOperationException($"no node is named {name}; there are {string.Join(", ", Nodes.Select(node => node.Name))}");

    public Node Broker(int id) => Brokers.Single(broker => broker.Id == id);
}
