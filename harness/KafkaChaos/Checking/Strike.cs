using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>One fault that took nodes down, as requested and as it took effect.</summary>
/// <param name="Requested">Its request.</param>
/// <param name="Applied">What took effect; empty where nothing did.</param>
/// <param name="Lost">The nodes that the cluster lost by it: see <see cref="Toll"/>.</param>
/// <param name="Down">Nodes that are down once it took effect, those of earlier ones included.</param>
/// <param name="Undone">When the next undo of any of its nodes was requested, if one was.</param>
/// <param name="Until">The request of the next that takes nodes down, or the end of the load.</param>
internal sealed record Strike(
    FaultRequested Requested,
    IReadOnlyList<FaultApplied> Applied,
    IReadOnlyList<string> Lost,
    IReadOnlyCollection<string> Down,
    TimeSpan? Undone,
    TimeSpan Until)
{
    public TimeSpan First => Applied.Count > 0 ? Applied.Min(one => one.Effect) : Requested.At;

    public TimeSpan Last => Applied.Count > 0 ? Applied.Max(one => one.Effect) : Requested.At;

    public bool Hit(string node) => Lost.Contains(node);

    /// <summary>When it took effect on a node; on the last of them where it did not name that node.</summary>
    public TimeSpan EffectOn(string node) => Applied.FirstOrDefault(one => one.Node == node)?.Effect ?? Last;

    /// <summary>In words, such as <c>pause of kafka-a-1 at 20 s</c>.</summary>
    public string Name => $"{Say.Fault(Requested.Fault)} of {Say.List(Requested.Nodes)} at {Say.Seconds(Requested.At)}";

    public static IReadOnlyList<Strike> All(History history, Topology topology, TimeSpan end)
    {
        var requests = history.Of<FaultRequested>().ToList();
        var applied = history.Of<FaultApplied>().ToLookup(one => (one.Step, one.Fault));
        var states = new NodeStates();
        var strikes = new List<Strike>();
        for (var index = 0; index < requests.Count; index++)
        {
            var request = requests[index];
            var lost = Toll.Of(request, topology);
            foreach (var node in request.Nodes)
            {
                states.Take(request.Fault, node, lost.Contains(node));
            }

            if (lost.Count == 0)
            {
                continue;
            }

            var later = requests.Skip(index + 1).ToList();
            strikes.Add(new Strike(
                request,
                // A rolling step stops nodes several times.
                [.. applied[(request.Step, request.Fault)].Where(one => request.Nodes.Contains(one.Node))],
                lost,
                states.In(NodeState.Down),
                later.FirstOrDefault(one => one.Fault.IsUndo() && one.Nodes.Any(lost.Contains))?.At,
                later.FirstOrDefault(one => Toll.Of(one, topology).Count > 0)?.At ?? end));
        }

        return strikes;
    }
}
