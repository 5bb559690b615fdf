using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Every fault and its undo, and which nodes are in which state by them.</summary>
public sealed class Faults
{
    private readonly KillFault _kill;
    private readonly StopFault _stop;
    private readonly PauseFault _pause;
    private readonly PowerFault _power;
    private readonly NetworkFaults _network;
    private readonly DiskFaults _disks;
    private readonly SupervisedStart _starter;
    private readonly FailureRecord _failures;
    private readonly NodeStates _states;
    private readonly bool _kraft;
    private readonly Recorder _recorder;
    private readonly bool _agent;

    /// <param name="cluster">Where the nodes are.</param>
    /// <param name="images">Of what an upgrade or a downgrade puts in a node's place.</param>
    /// <param name="agent">Null where there is none: kills and pauses then go through the engine, and not at one instant.</param>
    /// <param name="starter">Starts nodes, and says when they serve.</param>
    /// <param name="states">What faults have left the nodes in; kept here.</param>
    /// <param name="recorder">Gets what is done.</param>
    public Faults(Cluster cluster, IReadOnlyDictionary<Release, NodeImage> images, Agent? agent, SupervisedStart starter, NodeStates states, Recorder recorder)
    {
        _kraft = cluster.Topology.IsKRaft;
        (_kill, _stop, _pause) = (new(cluster, agent, recorder), new(recorder), new(cluster, agent, starter, recorder));
        (_power, _network, _disks) = (new(cluster, agent, starter, recorder), new(cluster, agent, starter, states, recorder), new(agent, starter, states, recorder));
        (_starter, _failures, _states, _recorder, _agent, Images) = (starter, new(recorder), states, recorder, agent is not null, images);
    }

    /// <summary>Of what an upgrade or a downgrade puts in a node's place.</summary>
    internal IReadOnlyDictionary<Release, NodeImage> Images { get; }

    /// <summary>What faults have left the nodes in.</summary>
    public NodeStates States => _states;

    /// <summary>By what means a fault is done, for the history.</summary>
    public string Method(Fault fault) => fault switch
    {
        Fault.Kill => _kill.Method,
        Fault.Stop => StopFault.Method,
        Fault.Pause => _pause.Method,
        Fault.Resume => _pause.UndoMethod,
        Fault.PowerOff => PowerFault.Method,
        Fault.PowerOn => PowerFault.UndoMethod,
        Fault.Isolate => NetworkFaults.IsolateMethod,
        Fault.Slow => NetworkFaults.SlowMethod,
        Fault.Heal => NetworkFaults.HealMethod,
        Fault.FillDisk => DiskFaults.FillMethod,
        Fault.Empty => DiskFaults.EmptyMethod,
        Fault.Wipe => DiskFaults.WipeMethod,
        Fault.Restart => $"{StopFault.Method}, supervised start",
        Fault.Upgrade or Fault.Downgrade => $"{StopFault.Method}, another container on the same disk, supervised start",
        _ => "supervised start",
    };

    /// <param name="step">The step's index, or <see cref="Nemesis.Undo"/>.</param>
    /// <param name="fault">What is done.</param>
    /// <param name="options">How; null for faults that have none.</param>
    /// <param name="nodes">To whom.</param>
    /// <param name="toward">Of <see cref="Fault.Slow"/>: the other end; null for everybody.</param>
    /// <param name="token">Ends the waits.</param>
    /// <exception cref="FaultException">A node is in no state for it, or it could not be done; the history says why for each node.</exception>
    /// <exception cref="EnvironmentException">A node does not serve again, or the engine refused; the history says so for each node.</exception>
    public async Task ApplyAsync(int step, Fault fault, FaultOptions? options, IReadOnlyList<ClusterNode> nodes, IReadOnlyList<ClusterNode>? toward, CancellationToken token)
    {
        await RequireAsync(step, fault, options, nodes, token);
        if (fault.IsUndo())
        {
            await _failures.RecordingAsync(step, fault, NamesOf(nodes), () => DoAsync(step, fault, options, nodes, toward, token));
            Note(fault, options, nodes);
        }
        else
        {
            // A fault counts from its request on, an undo from its end on: what is half done is undone at the end.
            Note(fault, options, nodes);
            await _failures.RecordingAsync(step, fault, NamesOf(nodes), () => DoAsync(step, fault, options, nodes, toward, token));
        }
    }

    /// <summary>Makes the disks of stopped nodes new; a part of <see cref="Fault.Wipe"/>.</summary>
    /// <returns>By node, what it did to its disk.</returns>
    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    internal async Task<IReadOnlyDictionary<ClusterNode, DiskFaults.Wiped>> WipeAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        IReadOnlyDictionary<ClusterNode, DiskFaults.Wiped> wiped = new Dictionary<ClusterNode, DiskFaults.Wiped>();
        await _failures.RecordingAsync(step, Fault.Wipe, NamesOf(nodes), async () => wiped = await _disks.WipeAsync(step, nodes, token));
        Note(Fault.Wipe, null, nodes);
        return wiped;
    }

    /// <summary>Whether a fault can bite now; all that keep it from that are recorded.</summary>
    /// <exception cref="FaultException">It cannot.</exception>
    internal async Task RequireAsync(int step, Fault fault, FaultOptions? options, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        // Also opens a connection to the engine for each node, so that calls that go out together need none of their own.
        // Of a paused node it is not asked: its process is there, and an engine may hang on it.
        var running = await Task.WhenAll(nodes.Select(async node => _states[node.Name].HasFlag(NodeState.Paused) || (await node.StateAsync(token)).Running));
        var refused = nodes.Zip(running, (node, runs) => (Node: node, Why: Preconditions.Objection(fault, runs, _states[node.Name], _agent)
                ?? (options is FaultOptions.Isolation isolation ? _network.Objection(node, nodes, isolation) : null)))
            .Where(one => one.Why is not null)
            .ToList();
        foreach (var (node, why) in refused)
        {
            _recorder.Record(new FaultFailed(step, fault, node.Name, why!) { At = _recorder.Now });
        }

        if (refused.Count > 0)
        {
            throw new FaultException(string.Join("; ", refused.Select(one => $"{one.Node.Name}: {one.Why}")));
        }
    }

    private Task DoAsync(int step, Fault fault, FaultOptions? options, IReadOnlyList<ClusterNode> nodes, IReadOnlyList<ClusterNode>? toward, CancellationToken token) => fault switch
    {
        Fault.Kill => _kill.ApplyAsync(step, nodes, token),
        Fault.Stop => _stop.ApplyAsync(step, nodes, token),
        Fault.Pause => _pause.ApplyAsync(step, nodes, token),
        Fault.Resume => _pause.UndoAsync(step, nodes, token),
        Fault.Start => _starter.ApplyAsync(step, nodes, token),
        Fault.PowerOff => _power.ApplyAsync(step, nodes, token),
        Fault.PowerOn => _power.UndoAsync(step, nodes, token),
        Fault.Isolate => _network.IsolateAsync(step, nodes, (FaultOptions.Isolation)options!, token),
        Fault.Slow => _network.SlowAsync(step, nodes, (FaultOptions.Slowness)options!, toward, token),
        Fault.Heal => _network.HealAsync(step, nodes, token),
        Fault.FillDisk => _disks.FillAsync(step, nodes, token),
        Fault.Empty => _disks.EmptyAsync(step, nodes, token),
        _ => throw new InvalidOperationException($"{fault} is done in parts"),
    };

    private static List<string> NamesOf(IReadOnlyList<ClusterNode> nodes) => [.. nodes.Select(node => node.Name)];

    private void Note(Fault fault, FaultOptions? options, IReadOnlyList<ClusterNode> nodes)
    {
        foreach (var node in nodes)
        {
            _states.Take(fault, node.Name, options is FaultOptions.Isolation isolation && FaultOptions.Isolation.Loses(node.Node.Kind, isolation.Each, _kraft));
        }
    }
}
