using KafkaChaos.Clusters;
using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>A cluster's metadata as its members keep it, read now and not remembered: the truth that clients' metadata may lag behind.</summary>
public interface IMetadata : IAsyncDisposable
{
    /// <summary>Who <see cref="LookAsync"/> is among the <see cref="Observers"/>.</summary>
    string Observer { get; }

    /// <summary>What members are asked, as it stands before "says".</summary>
    string Means { get; }

    /// <summary>What a member says of itself.</summary>
    Task<MemberStatus> MemberAsync(ClusterNode member, CancellationToken token);

    /// <summary>Voters that are in step with the leader, itself left out; null where the member does not lead.</summary>
    Task<int?> SyncedFollowersAsync(ClusterNode leader, CancellationToken token);

    /// <returns>Id of the Kafka node; null while there is none.</returns>
    /// <exception cref="NoQuorumException">No member that serves answered.</exception>
    Task<int?> ControllerAsync(CancellationToken token);

    /// <returns>Null where the controller has not written it yet.</returns>
    /// <exception cref="NoQuorumException">No member that serves answered.</exception>
    Task<PartitionStand?> PartitionAsync(string topic, int partition, CancellationToken token);

    /// <returns>Replicas of each partition; empty where the topic is not there.</returns>
    /// <exception cref="NoQuorumException">No member that serves answered.</exception>
    Task<IReadOnlyDictionary<int, IReadOnlyList<int>>> AssignmentAsync(string topic, CancellationToken token);

    /// <summary>Where a broker stands in the cluster.</summary>
    /// <exception cref="NoQuorumException">No member that serves answered.</exception>
    Task<BrokerStand> BrokerAsync(int broker, CancellationToken token);

    /// <summary>Looks at the controller, every broker and every partition, and has recorded what differs from the look before.</summary>
    /// <returns>Whether the look succeeded. To be called by one caller at a time.</returns>
    Task<bool> LookAsync(Changes changes, CancellationToken token);
}

/// <summary>A partition as the controller wrote it.</summary>
/// <param name="Leader">Broker id; -1 while there is none.</param>
public sealed record PartitionStand(int Leader, int LeaderEpoch, IReadOnlyList<int> InSync, int ControllerEpoch);

/// <summary>Where a broker stands.</summary>
/// <param name="Since">When its registration was made; null where it is not registered.</param>
/// <param name="Serves">Whether it is registered and not fenced.</param>
/// <param name="Seen">In words, such as <c>not registered in ZooKeeper</c>.</param>
public sealed record BrokerStand(DateTimeOffset? Since, bool Serves, string Seen);

/// <summary>No member that serves answered, so what the cluster's metadata is now cannot be said.</summary>
public sealed class NoQuorumException(string message, Exception? inner = null) : Exception(message, inner);
