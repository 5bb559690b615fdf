using System.Collections.Immutable;

namespace KafkaChaos.Model;

/// <summary>Where Kafka keeps its metadata.</summary>
public enum MetadataMode
{
    ZooKeeper,
    KRaft,
}

/// <summary>Who made the image that nodes run from.</summary>
public enum ImageFlavour
{
    /// <summary>The official one where it can be pulled, else one that <c>offline/images</c> builds.</summary>
    Any,

    /// <summary><c>zookeeper</c> and <c>apache/kafka</c>.</summary>
    Official,

    /// <summary><c>confluentinc/cp-zookeeper</c> and <c>confluentinc/cp-kafka</c>.</summary>
    Confluent,

    /// <summary>Built by <c>offline/images</c>.</summary>
    Built,
}

/// <summary>A group of voters in a hierarchical ensemble.</summary>
/// <param name="Name">Of the scenario's own choice.</param>
/// <param name="Members">Names of voters; each voter is in one group.</param>
public sealed record VoterGroup(string Name, IReadOnlyList<string> Members);

/// <summary>The ZooKeeper that every ensemble member runs.</summary>
/// <param name="Version">Such as <c>3.9.4</c>.</param>
/// <param name="Settings">Lines for <c>zoo.cfg</c> over the harness's own.</param>
public sealed record ZooKeeperSoftware(string Version, IReadOnlyDictionary<string, string> Settings)
{
    public ImageFlavour Image { get; init; }

    public Hardware? Hardware { get; init; }

    /// <summary>Empty where the ensemble is not hierarchical: then a majority of the voters is a quorum.</summary>
    public IReadOnlyList<VoterGroup> Groups { get; init; } = [];

    /// <summary>Votes of each voter that has another number than one; 0 takes a voter out of the count. Only in a hierarchical ensemble.</summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = ImmutableDictionary<string, int>.Empty;
}

/// <summary>The Kafka that every broker and controller runs.</summary>
/// <param name="Version">Such as <c>3.9.2</c>.</param>
/// <param name="Metadata">Where its metadata is kept.</param>
/// <param name="Settings">Lines for <c>server.properties</c> over the harness's own.</param>
public sealed record KafkaSoftware(string Version, MetadataMode Metadata, IReadOnlyDictionary<string, string> Settings)
{
    public ImageFlavour Image { get; init; }

    public Hardware? Hardware { get; init; }

    /// <summary>Whether brokers have their zone as <c>broker.rack</c>, so that replicas are spread over the zones.</summary>
    public bool Racks { get; init; } = true;
}
