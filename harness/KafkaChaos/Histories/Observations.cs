namespace KafkaChaos.Histories;

/// <summary>What a member, of ZooKeeper's ensemble or of KRaft's controllers, says of itself.</summary>
public enum MemberMode
{
    Leader,
    Follower,
    Observer,
    Standalone,

    /// <summary>It answers and does not serve: no quorum, or an election.</summary>
    NotServing,

    /// <summary>It does not answer.</summary>
    Silent,
}

/// <summary>A member's mode changed.</summary>
/// <param name="Since">The last look that still saw the mode before: the change lies between it and <see cref="HistoryEvent.At"/>.</param>
/// <param name="Epoch">Where it serves, the leader epoch: of its last transaction (upper half of the zxid), or as the controller knows it.</param>
public sealed record MemberRole(string Node, TimeSpan Since, MemberMode Mode, long? Epoch) : HistoryEvent;

/// <summary>A broker's registration appeared, changed or went: in ZooKeeper (<c>/brokers/ids</c>), or in KRaft's metadata log, where it counts while it is not fenced.</summary>
/// <param name="Since">The last look that still saw what was before.</param>
/// <param name="Epoch">The broker epoch: the registration's czxid, or its offset in the metadata log.</param>
public sealed record BrokerRegistration(int Broker, TimeSpan Since, bool Registered, long? Epoch) : HistoryEvent;

/// <summary>The controller or its epoch changed, as <c>/controller</c> and <c>/controller_epoch</c> say, or as the controllers' leader and its epoch.</summary>
/// <param name="Since">The last look that still saw what was before.</param>
/// <param name="Broker">Id of the Kafka node; null while there is none.</param>
public sealed record ControllerSeen(TimeSpan Since, int? Broker, int Epoch) : HistoryEvent;

/// <summary>A partition's state changed, as the controller wrote it into ZooKeeper or the metadata log.</summary>
/// <param name="Since">The last look that still saw the state before.</param>
/// <param name="Leader">-1 while there is none.</param>
/// <param name="LeaderEpoch">Grows with every election.</param>
/// <param name="InSync">Broker ids of the in-sync set.</param>
/// <param name="ControllerEpoch">The epoch of the controller that wrote it.</param>
public sealed record PartitionState(
    string Topic,
    int Partition,
    TimeSpan Since,
    int Leader,
    int LeaderEpoch,
    IReadOnlyList<int> InSync,
    int ControllerEpoch) : HistoryEvent;

/// <summary>Where a partition's replicas are, as ZooKeeper or the metadata log says.</summary>
public sealed record ReplicaAssignment(string Topic, int Partition, IReadOnlyList<int> Replicas) : HistoryEvent;

/// <summary>What a log line shows.</summary>
public enum LogSign
{
    /// <summary>An election was won: by a member of ZooKeeper's ensemble, with the time that it took, or by one of KRaft's controllers.</summary>
    ElectionWon,

    /// <summary>ZooKeeper: the leader serves.</summary>
    LeaderServes,

    /// <summary>ZooKeeper: a client's session expired.</summary>
    SessionExpired,

    /// <summary>Kafka: this node became the controller.</summary>
    ControllerElected,

    /// <summary>Kafka: this broker became a partition's leader.</summary>
    PartitionLed,

    /// <summary>Kafka: the broker's registration was still there from its life before.</summary>
    NodeExists,

    /// <summary>Either: the process says at its start which version it is.</summary>
    Release,
}

/// <summary>A line of a node's log that shows an event. <see cref="HistoryEvent.At"/> is when the engine read it.</summary>
/// <param name="Text">The line as logged.</param>
public sealed record LogLine(string Node, LogSign Sign, string Text) : HistoryEvent;
