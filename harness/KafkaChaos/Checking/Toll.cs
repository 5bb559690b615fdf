using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>What a fault costs the cluster.</summary>
internal static class Toll
{
    /// <summary>The nodes that the cluster cannot count on from the request on, until an undo; empty for an undo, and for what slows or cuts only clients off.</summary>
    public static IReadOnlyList<string> Of(FaultRequested request, Topology topology) => request.Fault switch
    {
        // A process whose disk is full ends at its next write.
        Fault.FillDisk => request.Nodes,
        Fault.Isolate => [.. request.Nodes.Where(node => Cuts(request, topology.NodeNamed(node).Kind))],
        _ => request.Fault.TakesDown() ? request.Nodes : [],
    };

    /// <summary>Whether an isolation takes a node of that kind from the cluster.</summary>
    public static bool Cuts(FaultRequested request, NodeKind kind) => FaultOptions.Isolation.Loses(kind, request.From ?? []);

    /// <summary>Whether it leaves leaders where they are and keeps others from reaching them, so that nothing is written there until the undo.</summary>
    public static bool Mutes(FaultRequested request, Topology topology) =>
        request.Fault == Fault.Isolate && request.Nodes.Any(node => topology.NodeNamed(node).IsBroker && !Cuts(request, NodeKind.Kafka));
}
