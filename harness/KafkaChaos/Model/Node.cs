namespace KafkaChaos.Model;

/// <summary>What a node's one process is.</summary>
public enum NodeKind
{
    ZooKeeper,
    Kafka,
}

/// <summary>A named place for one process, such as <c>kafka-c-1</c>.</summary>
/// <param name="Name">Unique in the topology; also the node's host name.</param>
/// <param name="Kind">Which process it runs.</param>
/// <param name="Id">ZooKeeper's <c>myid</c> or Kafka's <c>broker.id</c>: from 1, unique among nodes of its kind.</param>
/// <param name="Zone">The zone that it stands in.</param>
public sealed record Node(string Name, NodeKind Kind, int Id, string Zone);
