using System.Collections.Immutable;

namespace KafkaChaos.Probing;

/// <summary>A cluster's metadata as its KRaft quorum committed it, at one place of the log.</summary>
/// <param name="Leader">Node id of the controller that leads; null before the first.</param>
/// <param name="Epoch">Its leader epoch; 0 before the first.</param>
/// <param name="Offset">Behind what is in it.</param>
/// <param name="Topics">By name.</param>
/// <param name="Brokers">By node id; only the registered ones.</param>
/// <param name="Settings">Topics' own, by topic and name of the setting.</param>
internal sealed record MetadataImage(
    int? Leader,
    int Epoch,
    long Offset,
    ImmutableDictionary<string, TopicImage> Topics,
    ImmutableDictionary<int, BrokerImage> Brokers,
    ImmutableDictionary<(string Topic, string Name), string> Settings)
{
    public static MetadataImage Empty { get; } =
        new(null, 0, 0, ImmutableDictionary<string, TopicImage>.Empty, ImmutableDictionary<int, BrokerImage>.Empty, ImmutableDictionary<(string, string), string>.Empty);

    /// <returns>Null where the quorum has not committed it, or has removed it.</returns>
    public PartitionImage? Partition(string topic, int partition) => Topics.GetValueOrDefault(topic)?.Partitions.GetValueOrDefault(partition);
}

/// <summary>A topic as its quorum committed it.</summary>
/// <param name="Id">Another when a topic of the name is created again.</param>
/// <param name="Partitions">By number.</param>
internal sealed record TopicImage(Guid Id, ImmutableDictionary<int, PartitionImage> Partitions);

/// <summary>A partition as its quorum committed it.</summary>
/// <param name="Replicas">Broker ids, the preferred leader first.</param>
/// <param name="Leader">Broker id; -1 where there is none.</param>
/// <param name="LeaderEpoch">One more with each leader.</param>
/// <param name="InSync">Broker ids.</param>
/// <param name="ControllerEpoch">The leader epoch of the batch that said so last.</param>
internal sealed record PartitionImage(IReadOnlyList<int> Replicas, int Leader, int LeaderEpoch, IReadOnlyList<int> InSync, int ControllerEpoch);

/// <summary>A registered broker.</summary>
/// <param name="Epoch">The broker epoch: another with each registration.</param>
/// <param name="Fenced">It is not to lead or serve: it has not caught up, or was not heard of in time, or is going.</param>
/// <param name="Registered">When, by the controller's clock.</param>
internal sealed record BrokerImage(long Epoch, bool Fenced, DateTimeOffset Registered);
