using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>What faults cost the cluster, taken one after the other.</summary>
internal sealed class Toll(Topology topology)
{
    private const NodeState Stands = NodeState.Down & ~NodeState.Cut;

    private readonly NodeStates _states = new();
    private readonly Isolations _isolations = new(topology);

    /// <summary>What faults have left a node in; <see cref="NodeState.Cut"/> is in <see cref="CutOff"/> instead.</summary>
    public NodeState this[string node] => _states[node];

    /// <summary>Nodes that take part in no quorum, or have lost it, by isolations.</summary>
    public IReadOnlyList<string> CutOff => _isolations.CutOff(_states.In(Stands));

    /// <summary>Nodes that the cluster cannot count on.</summary>
    public IReadOnlyList<string> Down => [.. _states.In(Stands).Union(CutOff)];

    /// <summary>Whether it cannot be said if the ensemble has a quorum: <see cref="Down"/> then goes by the isolated nodes alone.</summary>
    public bool IsOpen => _isolations.IsOpen(_states.In(Stands));

    /// <summary>Takes a request on all its nodes.</summary>
    /// <returns>The nodes that the cluster lost by it, from the request on, until an undo; none for an undo, and for what slows or cuts only clients off.</returns>
    public IReadOnlyList<string> Take(FaultRequested request)
    {
        var before = CutOff;
        foreach (var node in request.Nodes)
        {
            Take(request, node);
        }

        return request.Fault switch
        {
            // A process whose disk is full ends at its next write.
            Fault.FillDisk => request.Nodes,
            Fault.Isolate => [.. CutOff.Where(node => request.Nodes.Contains(node) || !before.Contains(node))],
            _ => request.Fault.TakesDown() ? request.Nodes : [],
        };
    }

    /// <summary>Takes a request on one of its nodes.</summary>
    public void Take(FaultRequested request, string node)
    {
        _states.Take(request.Fault, node);
        _isolations.Take(request, node);
    }

    /// <summary>Whether an isolation takes a node of that kind from the cluster, where it is not among those that keep the quorum.</summary>
    public static bool Cuts(FaultRequested request, NodeKind kind, bool kraft) => FaultOptions.Isolation.Loses(kind, request.From ?? [], kraft);

    /// <summary>Whether it leaves leaders where they are and keeps others from reaching them, so that nothing is written there until the undo.</summary>
    /// <param name="request">What was requested.</param>
    /// <param name="lost">The nodes that the cluster lost by it.</param>
    public bool Mutes(FaultRequested request, IReadOnlyList<string> lost) =>
        request.Fault == Fault.Isolate && request.From?.Any(one => one != Peers.ZooKeeper) == true
        && request.Nodes.Any(node => topology.NodeNamed(node).IsBroker && !lost.Contains(node));
}
