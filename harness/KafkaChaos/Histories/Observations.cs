namespace KafkaChaos.Histories;

/// <summary>What a member, of an ensemble or of KRaft's controllers, says of itself.</summary>
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

/// <summary>The mode of a member, of an ensemble or of KRaft's controllers, changed.</summary>
/// <param name="Since">The last look that still saw the mode before: the change lies between it and <see cref="HistoryEvent.At"/>.</param>
/// <param name="Epoch">The leader epoch of its last transaction (upper half of the zxid), of a controller that of its quorum, where it serves.</param>
public sealed record MemberRole(string Node, TimeSpan Since, MemberMode Mode, long? Epoch) : HistoryEvent;

/// <summary>A broker's registration in ZooKeeper (<c>/brokers/ids</c>) or in KRaft's log appeared, changed or went.</summary>
/// <param name="Since">The last look that still saw what was before.</param>
/// <param name="Registered">In KRaft: and not fenced.</param>
/// <param name="Epoch">The registration's czxid, in KRaft the broker epoch.</param>
public sealed record BrokerRegistration(int Broker, TimeSpan Since, bool Registered, long? Epoch) : HistoryEvent;

/// <summary>The controller or its epoch changed, as <c>/controller</c> and <c>/controller_epoch</c> say, in KRaft as its log does.</summary>
/// <param name="Since">The last look that still saw what was before.</param>
/// <param name="Broker">Its id, in KRaft that of the controller that leads; null while there is none.</param>
/// <param name="Epoch">In KRaft the leader epoch.</param>
public sealed record ControllerSeen(TimeSpan Since, int? Broker, int Epoch) : HistoryEvent;

/// <summary>A partition's state changed, as the controller wrote it into ZooKeeper, or into KRaft's log.</summary>
/// <param name="Since">The last look that still saw the state before.</param>
/// <param name="Leader">-1 while there is none.</param>
/// <param name="LeaderEpoch">Grows with every election.</param>
/// <param name="InSync">Broker ids of the in-sync set.</param>
/// <param name="ControllerEpoch">The epoch of the controller that wrote it; in KRaft the leader epoch of the batch.</param>
public sealed record PartitionState(
    string Topic,
    int Partition,
    TimeSpan Since,
    int Leader,
    int LeaderEpoch,
    IReadOnlyList<int> InSync,
    int ControllerEpoch) : HistoryEvent;

/// <summary>Where a partition's replicas are, as ZooKeeper or KRaft's log says.</summary>
public sealed record ReplicaAssignment(string Topic, int Partition, IReadOnlyList<int> Replicas) : HistoryEvent;

/// <summary>What a log line shows.</summary>
public enum LogSign
{
    /// <summary>ZooKeeper: an election was won, with the time that it took.</summary>
    ElectionWon,

    /// <summary>ZooKeeper: the leader serves.</summary>
    LeaderServes,

    /// <summary>ZooKeeper: a client's session expired.</summary>
    SessionExpired,

    /// <summary>Kafka: this broker became the controller.</summary>
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
