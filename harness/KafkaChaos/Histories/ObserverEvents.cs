namespace KafkaChaos.Histories;

/// <summary>Those who look at the cluster while a run goes on, by name. Each member of an ensemble or of KRaft's controllers has one of its own, of the member's name.</summary>
public static class Observers
{
    /// <summary>Of the brokers, the controller and the partitions, as Kafka keeps them in ZooKeeper.</summary>
    public const string Znodes = "znodes";

    /// <summary>Of the same in KRaft, as the controllers' log has it.</summary>
    public const string MetadataLog = "metadata-log";

    /// <summary>Of the nodes' processes, as the engine tells of them.</summary>
    public const string Engine = "engine";
}

/// <summary>An observer's look succeeded, whatever it saw: about once a second while it looks. Where it sees a change, the change is recorded besides.</summary>
/// <param name="Observer">See <see cref="Observers"/>.</param>
public sealed record ObserverLooked(string Observer) : HistoryEvent;

/// <summary>An observer looks no more.</summary>
/// <param name="Observer">See <see cref="Observers"/>.</param>
/// <param name="Last">When it last looked with success; of the engine's, until when it was told all; null where it never did.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record ObserverEnded(string Observer, TimeSpan? Last, string Reason) : HistoryEvent;
