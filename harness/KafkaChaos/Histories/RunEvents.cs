namespace KafkaChaos.Histories;

/// <summary>The first line of a history.</summary>
/// <param name="Run">The run's id, as on its containers' labels.</param>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Utc">Wall-clock time at zero of the run's clock.</param>
/// <param name="Tool">Version of KafkaChaos.</param>
public sealed record RunStarted(string Run, string Scenario, DateTimeOffset Utc, string Tool) : HistoryEvent;

/// <summary>How a run came to its end.</summary>
public enum RunEnd
{
    /// <summary>Every step was taken and the final read was done.</summary>
    Completed,

    /// <summary>The user or the CI system cancelled it.</summary>
    Cancelled,

    /// <summary>A step or a wait of the run failed; <see cref="RunEnded.Reason"/> says which.</summary>
    Aborted,
}

/// <summary>How the steps and the final read ended; logs and the clean-up follow. Its absence means that the run died.</summary>
public sealed record RunEnded(RunEnd How, string? Reason) : HistoryEvent;

/// <summary>What a run is doing from now on.</summary>
public enum Phase
{
    StartingCluster,
    WarmingUp,
    Load,
    Recovering,
    FinalRead,
    CleaningUp,
}

/// <summary>A phase of the run began. Producers write from <see cref="Phase.WarmingUp"/>, and the load that is judged runs from <see cref="Phase.Load"/> to <see cref="Phase.FinalRead"/>.</summary>
public sealed record PhaseBegan(Phase Phase) : HistoryEvent;

/// <summary>What was launched, with the settings that bound an outage as the processes were given them.</summary>
/// <param name="Software">What each node runs, such as <c>Kafka 3.9.2</c>.</param>
/// <param name="ZooKeeper">Effective <c>zoo.cfg</c> settings common to all members; empty without an ensemble.</param>
/// <param name="Kafka">Effective <c>server.properties</c> settings common to all brokers; empty without brokers.</param>
/// <param name="Producer">Effective settings of the producers.</param>
public sealed record ClusterDescribed(
    IReadOnlyDictionary<string, string> Software,
    IReadOnlyDictionary<string, string> ZooKeeper,
    IReadOnlyDictionary<string, string> Kafka,
    IReadOnlyDictionary<string, string> Producer) : HistoryEvent;

/// <summary>How late the harness's own timer fired: its scheduling lag, the largest of one sampling window.</summary>
public sealed record HarnessLag(TimeSpan Lag) : HistoryEvent
{
    /// <summary>How far wall-clock time has moved against the run's clock since the start; engine and log times depend on it.</summary>
    public TimeSpan? ClockDrift { get; init; }
}

/// <summary>How long something on the machine had waited, in all since it started, for a processor or for a disk.</summary>
/// <param name="Cpu">Time in which at least one task waited for a processor.</param>
/// <param name="Io">Time in which at least one task waited for a disk.</param>
public sealed record MachinePressure(TimeSpan Cpu, TimeSpan Io) : HistoryEvent;

/// <summary>What of this run was still on the machine after the clean-up: containers, networks, volumes, control groups.</summary>
/// <param name="Items">Empty where nothing was left; otherwise kind and name of each.</param>
/// <param name="Kept">The user asked to keep the cluster, so what is left is left on purpose.</param>
public sealed record LeftoverAudit(IReadOnlyList<string> Items, bool Kept) : HistoryEvent;
