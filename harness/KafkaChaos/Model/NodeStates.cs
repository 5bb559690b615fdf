namespace KafkaChaos.Model;

/// <summary>What faults can have left a node in; several at once.</summary>
[Flags]
public enum NodeState
{
    Well = 0,

    /// <summary>Its processes were ended.</summary>
    Dead = 1,

    Paused = 2,

    /// <summary>Without power.</summary>
    Off = 4,

    /// <summary>Packets between it and others are dropped.</summary>
    Isolated = 8,

    /// <summary>Isolated from what keeps it in the cluster: see <see cref="FaultOptions.Isolation.Loses"/>.</summary>
    Cut = 16,

    Slow = 32,

    /// <summary>Its disk is full; sooner or later its process ends by that.</summary>
    Full = 64,

    /// <summary>It serves nobody, or cannot be counted on to.</summary>
    Down = Dead | Paused | Off | Cut | Full,
}

/// <summary>Follows what faults and their undo leave each node in. Faults nest, and are undone in any order: each undo takes away its own state alone.</summary>
public sealed class NodeStates
{
    private readonly Dictionary<string, NodeState> _states = [];

    public NodeState this[string node] => _states.GetValueOrDefault(node);

    /// <summary>Every node that is in any of the states, in the order in which they first left <see cref="NodeState.Well"/>.</summary>
    public IReadOnlyList<string> In(NodeState any) => [.. _states.Where(one => (one.Value & any) != 0).Select(one => one.Key)];

    /// <param name="fault">What is done to the node.</param>
    /// <param name="node">Its name.</param>
    /// <param name="cut">Of an isolation: whether the node is lost to the cluster by it.</param>
    public void Take(Fault fault, string node, bool cut = false) => _states[node] = After(this[node], fault, cut);

    private static NodeState After(NodeState now, Fault fault, bool cut) => fault switch
    {
        Fault.Kill or Fault.Stop => (now & ~NodeState.Paused) | NodeState.Dead,
        Fault.Pause => now | NodeState.Paused,
        // A machine that is off has no process that is dead or paused: power-on starts it.
        Fault.PowerOff => (now & ~(NodeState.Paused | NodeState.Dead)) | NodeState.Off,
        Fault.Isolate => now | NodeState.Isolated | (cut ? NodeState.Cut : NodeState.Well),
        Fault.Slow => now | NodeState.Slow,
        Fault.FillDisk => now | NodeState.Full,
        Fault.Start => now & ~NodeState.Dead,
        Fault.Resume => now & ~NodeState.Paused,
        Fault.PowerOn => now & ~NodeState.Off,
        Fault.Heal => now & ~(NodeState.Isolated | NodeState.Cut | NodeState.Slow),
        // A process that ended by the full disk, or by a kill since, is started by it.
        Fault.Empty => now & ~(NodeState.Full | NodeState.Dead),
        Fault.Wipe => now & ~NodeState.Full,
        _ => now,
    };
}
