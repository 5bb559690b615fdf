using System.Collections.Immutable;

namespace KafkaChaos.Model;

/// <summary>Which software a node's one process is.</summary>
public enum NodeKind
{
    ZooKeeper,
    Kafka,
}

/// <summary>What a node does in its cluster.</summary>
public enum NodeRole
{
    /// <summary>A ZooKeeper with a vote in its ensemble.</summary>
    Voter,

    /// <summary>A ZooKeeper that serves clients and has no vote.</summary>
    Observer,

    /// <summary>A Kafka that holds partitions.</summary>
    Broker,

    /// <summary>A Kafka with a vote in the metadata quorum, and no partitions; KRaft only.</summary>
    Controller,

    /// <summary>A Kafka that is broker and controller in one process; KRaft only.</summary>
    Combined,
}

/// <summary>A named place for one process, such as <c>kafka-c-1</c>.</summary>
/// <param name="Name">Unique in the topology; also the node's host name.</param>
/// <param name="Kind">Which software it runs.</param>
/// <param name="Id">ZooKeeper's <c>myid</c>, or Kafka's <c>broker.id</c> or <c>node.id</c>: from 1, unique among nodes of its kind.</param>
/// <param name="Zone">The zone that it stands in.</param>
public sealed record Node(string Name, NodeKind Kind, int Id, string Zone)
{
    /// <summary>Left out: a voter or a broker.</summary>
    public NodeRole Role { get; init; } = Kind == NodeKind.ZooKeeper ? NodeRole.Voter : NodeRole.Broker;

    /// <summary>Lines for the node's own configuration file over those of its software.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the node has where it differs from its software's; null where it does not.</summary>
    public Hardware? Hardware { get; init; }

    public bool IsBroker => Role is NodeRole.Broker or NodeRole.Combined;

    /// <summary>Whether it votes in KRaft's metadata quorum.</summary>
    public bool IsController => Role is NodeRole.Controller or NodeRole.Combined;
}
