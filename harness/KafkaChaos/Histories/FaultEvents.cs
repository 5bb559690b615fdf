using KafkaChaos.Model;

namespace KafkaChaos.Histories;

/// <summary>A step was due and its target was resolved; the requests go out now.</summary>
/// <param name="Step">Index of the step, from 0; or -1 for the undo at the end of a run.</param>
/// <param name="Fault">What is done.</param>
/// <param name="Nodes">The nodes that it goes to.</param>
/// <param name="Because">How the target was resolved, such as <c>zookeeper-leader is zookeeper-b-1, in zone b</c>.</param>
/// <param name="Method">By what means, such as <c>parallel Docker API calls</c>.</param>
public sealed record FaultRequested(int Step, Fault Fault, IReadOnlyList<string> Nodes, string Because, string Method) : HistoryEvent
{
    /// <summary>When the step was due, by the end of the step before or by its condition; null for an undo at the end of a run and for parts of a rolling step.</summary>
    public TimeSpan? Due { get; init; }

    /// <summary>Of an isolation: from whom; else null.</summary>
    public IReadOnlyList<Peers>? From { get; init; }

    /// <summary>Of an isolation: which packets are dropped, as seen from the nodes; else null.</summary>
    public Direction? Direction { get; init; }
}

/// <summary>A fault took effect on one node. The effect lies between <paramref name="Sent"/> and <paramref name="Seen"/>.</summary>
/// <param name="Sent">When the request was sent.</param>
/// <param name="Seen">When the effect was seen.</param>
/// <param name="Effect">When the engine says that it happened (a container's end or start), on the run's clock.</param>
/// <param name="Proof">What was seen, such as <c>exited 137</c>.</param>
public sealed record FaultApplied(int Step, Fault Fault, string Node, TimeSpan Sent, TimeSpan Seen, TimeSpan Effect, string Proof) : HistoryEvent
{
    /// <summary>Where the kernel froze the process: when it was asked to. The process stopped running between this and <see cref="Effect"/>; null where only its end was seen.</summary>
    public TimeSpan? Freezing { get; init; }

    /// <summary>When a process that was frozen before it was killed was seen to be dead, by the kernel's word; null where it lives, or was not frozen.</summary>
    public TimeSpan? Died { get; init; }

    /// <summary>Of a loss of power: when no packet entered or left the node any more; else null.</summary>
    public TimeSpan? Silenced { get; init; }

    /// <summary>Of a loss of power: when the node's disk was shut without being written; null where it was not mounted, and for other faults.</summary>
    public TimeSpan? DiskShut { get; init; }

    /// <summary>Packets that the fault had met by <see cref="Seen"/>: of an isolation, those dropped; of a slowness, those delayed, lost or limited; of a heal, all of these; of a power-on, those that had left the node while it was off, null where nothing counted them. Else null.</summary>
    public long? Packets { get; init; }

    /// <summary>Of a slowness that loses packets: how many of <see cref="Packets"/> it had lost; else null.</summary>
    public long? Lost { get; init; }

    /// <summary>Of a slowness that delays, and of a heal: how many of <see cref="Packets"/> were delayed; else null.</summary>
    public long? Delayed { get; init; }

    /// <summary>Of the same: packets that were to be delayed and went on at once, none of <see cref="Packets"/>; else null.</summary>
    public long? Undelayed { get; init; }

    /// <summary>Of a slowness that limits the rate: how many of <see cref="Packets"/> had passed the limit; else null.</summary>
    public long? Limited { get; init; }

    /// <summary>Of a heal: what stood of the network's faults afterwards, as the kernel said; else null.</summary>
    public IReadOnlyList<string>? Remains { get; init; }

    /// <summary>Of a disk that is filled or emptied: free bytes before; else null.</summary>
    public long? RoomBefore { get; init; }

    /// <summary>Of a disk that is filled or emptied: free bytes after; else null.</summary>
    public long? RoomAfter { get; init; }

    /// <summary>Of a wipe: the UUID of the file system that was on the node's disk; else null.</summary>
    public string? FileSystemBefore { get; init; }

    /// <summary>Of a wipe: the UUID of the file system that is on it now; else null.</summary>
    public string? FileSystemAfter { get; init; }
}

/// <summary>A fault could not be applied to a node, or had no effect there.</summary>
public sealed record FaultFailed(int Step, Fault Fault, string Node, string Reason) : HistoryEvent
{
    /// <summary>Of a start: the exit code of the node's process, where it ran and ended again and again with an error of its own, and not of the machine; else null.</summary>
    public long? ExitCode { get; init; }
}

/// <summary>A second look at what a step's target is, right after the fault took effect, where it hangs on a role or on who leads a partition.</summary>
/// <param name="Step">Index of the step, from 0.</param>
/// <param name="Held">Whether the target is still the nodes that the fault went to; null where nobody holds the role or nobody could tell, as after the loss of a ZooKeeper leader.</param>
/// <param name="Seen">What the look said.</param>
public sealed record RoleChecked(int Step, bool? Held, string Seen) : HistoryEvent;

/// <summary>What the agent did to the kernel's files and processes for a step, in order, as a shell would have been told.</summary>
public sealed record AgentActed(int Step, IReadOnlyList<string> Commands) : HistoryEvent;

/// <summary>A start of the agent failed. After the second the engine does its work, where it can: not at one instant.</summary>
public sealed record AgentMissing(string Reason) : HistoryEvent;

/// <summary>What can happen to a node's process.</summary>
public enum ProcessChange
{
    Started,
    Exited,
}

/// <summary>A node's process started or ended, whoever asked for it; <see cref="HistoryEvent.At"/> is the engine's time of it.</summary>
/// <param name="Detail">Exit code and reason.</param>
public sealed record NodeProcess(string Node, ProcessChange Change, string Detail) : HistoryEvent;
