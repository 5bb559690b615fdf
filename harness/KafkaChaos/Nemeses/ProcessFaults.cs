using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Faults of the nodes' processes and their undo, and which nodes are in which state by them.</summary>
public sealed class ProcessFaults
{
    private readonly KillFault _kill;
    private readonly StopFault _stop;
    private readonly PauseFault _pause;
    private readonly SupervisedStart _starter;
    private readonly Recorder _recorder;
    private readonly bool _agent;
    private readonly HashSet<ClusterNode> _down = [];
    private readonly HashSet<ClusterNode> _paused = [];

    /// <param name="cluster">Where the nodes are.</param>
    /// <param name="agent">Null where there is none: kills and pauses then go through the engine, and not at one instant.</param>
    /// <param name="starter">Starts nodes, and says when they serve.</param>
    /// <param name="recorder">Gets what is done.</param>
    public ProcessFaults(Cluster cluster, Agent? agent, SupervisedStart starter, Recorder recorder)
    {
        (_kill, _stop, _pause) = (new(cluster, agent, recorder), new(recorder), new(cluster, agent, starter, recorder));
        (_starter, _recorder, _agent) = (starter, recorder, agent is not null);
    }

    /// <summary>Nodes whose processes were ended and not started again.</summary>
    public IReadOnlyCollection<ClusterNode> Down => _down;

    public IReadOnlyCollection<ClusterNode> Paused => _paused;

    /// <summary>By what means a fault is done, for the history.</summary>
    public string Method(Fault fault) => fault switch
    {
        Fault.Kill => _kill.Method,
        Fault.Stop => StopFault.Method,
        Fault.Pause => _pause.Method,
        Fault.Resume => _pause.UndoMethod,
        _ => "supervised start",
    };

    /// <exception cref="FaultException">A node is in no state for it, or it could not be done; the history says why for each node.</exception>
    /// <exception cref="EnvironmentException">A node does not serve again.</exception>
    public async Task ApplyAsync(int step, Fault fault, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        // Also opens a connection to the engine for each node, so that calls that go out together need none of their own.
        var states = await Task.WhenAll(nodes.Select(node => node.StateAsync(token)));
        var refused = nodes.Zip(states, (node, state) => (Node: node, Why: Preconditions.Objection(fault, state.Running, _paused.Contains(node), _agent)))
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

        Note(fault, nodes, begins: true);
        try
        {
            await DoAsync(step, fault, nodes, token);
        }
        catch (EnvironmentException failed)
        {
            foreach (var node in nodes)
            {
                _recorder.Record(new FaultFailed(step, fault, node.Name, failed.What + " " + failed.Seen) { At = _recorder.Now });
            }

            throw;
        }

        Note(fault, nodes, begins: false);
    }

    private Task DoAsync(int step, Fault fault, IReadOnlyList<ClusterNode> nodes, CancellationToken token) => fault switch
    {
        Fault.Kill => _kill.ApplyAsync(step, nodes, token),
        Fault.Stop => _stop.ApplyAsync(step, nodes, token),
        Fault.Pause => _pause.ApplyAsync(step, nodes, token),
        Fault.Resume => _pause.UndoAsync(step, nodes, token),
        Fault.Start => _starter.ApplyAsync(step, nodes, token),
        _ => throw new InvalidOperationException($"{fault} is no fault of processes"),
    };

    // A fault counts from its request on, an undo from its end on: what is half done is undone at the end.
    private void Note(Fault fault, IReadOnlyList<ClusterNode> nodes, bool begins)
    {
        switch (fault)
        {
            case Fault.Kill or Fault.Stop when begins:
                _down.UnionWith(nodes);
                break;
            case Fault.Pause when begins:
                _paused.UnionWith(nodes);
                break;
            case Fault.Kill or Fault.Resume when !begins:
                _paused.ExceptWith(nodes);
                break;
            case Fault.Start when !begins:
                _down.ExceptWith(nodes);
                break;
        }
    }
}
