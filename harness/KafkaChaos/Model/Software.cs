namespace KafkaChaos.Model;

/// <summary>Where Kafka keeps its metadata.</summary>
public enum MetadataMode
{
    ZooKeeper,
    KRaft,
}

/// <summary>The ZooKeeper that every ensemble member runs.</summary>
/// <param name="Version">Such as <c>3.9.4</c>.</param>
/// <param name="Settings">Lines for <c>zoo.cfg</c> over the harness's own.</param>
public sealed record ZooKeeperSoftware(string Version, IReadOnlyDictionary<string, string> Settings);

/// <summary>The Kafka that every broker runs.</summary>
/// <param name="Version">Such as <c>3.9.2</c>.</param>
/// <param name="Metadata">Where its metadata is kept.</param>
/// <param name="Settings">Lines for <c>server.properties</c> over the harness's own.</param>
public sealed record KafkaSoftware(string Version, MetadataMode Metadata, IReadOnlyDictionary<string, string> Settings);
