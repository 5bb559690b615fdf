using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>One fault that took nodes down, as requested and as it took effect.</summary>
/// <param name="Requested">Its request.</param>
/// <param name="Applied">What took effect; empty where nothing did.</param>
/// <param name="Lost">The nodes that the cluster lost by it, as <see cref="Toll"/> says: of a group that was isolated and keeps the quorum, those outside.</param>
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
    /// <summary>Whether it cannot be said if the ensemble has a quorum once it took effect.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether all that it lost were down before it.</summary>
    public bool IsRepeated { get; init; }

    public TimeSpan First => Applied.Count > 0 ? Applied.Min(one => one.Effect) : Requested.At;

    public TimeSpan Last => Applied.Count > 0 ? Applied.Max(one => one.Effect) : Requested.At;

    public bool Hit(string node) => Lost.Contains(node);

    /// <summary>What took effect on a node; on the last of its nodes where it did not name that one.</summary>
    public FaultApplied? On(string node) => Requested.Nodes.Contains(node) ? Applied.FirstOrDefault(one => one.Node == node) : Applied.MaxBy(one => one.Effect);

    /// <summary>When it took effect on a node; on the last of them where it did not name that node.</summary>
    public TimeSpan EffectOn(string node) => On(node)?.Effect ?? Last;

    /// <summary>In words, such as <c>pause of kafka-a-1 at 20 s</c>.</summary>
    public string Name => $"{Say.Fault(Requested.Fault)} of {Say.List(Requested.Nodes)} at {Say.Seconds(Requested.At)}";

    /// <summary>As an example of what is objected to: what follows rests on it.</summary>
    public Evidence Shown => new(First, "nemesis", $"{Name}{(Applied.Count > 0 ? $", in effect at {Say.Seconds(First)}" : ", not seen to take effect")}") { On = [Requested, .. Applied] };

    public static IReadOnlyList<Strike> All(History history, Topology topology, TimeSpan end)
    {
        var requests = history.Of<FaultRequested>().ToList();
        var applied = history.Of<FaultApplied>().ToLookup(one => (one.Step, one.Fault));
        var toll = new Toll(topology);
        var strikes = new List<Strike>();
        for (var place = 0; place < requests.Count; place++)
        {
            var request = requests[place];
            var before = toll.Down;
            if (toll.Take(request) is not { Count: > 0 } lost)
            {
                continue;
            }

            // Who is cut off outside of an isolated group is back with the heal of the group.
            var concerned = lost.Any(request.Nodes.Contains) ? lost : request.Nodes;
            strikes.Add(new Strike(
                request,
                // A rolling step stops nodes several times.
                [.. applied[(request.Step, request.Fault)].Where(one => request.Nodes.Contains(one.Node))],
                lost,
                toll.Down,
                requests.Skip(place + 1).FirstOrDefault(one => one.Fault.IsUndo() && one.Nodes.Any(concerned.Contains))?.At,
                end)
            { IsOpen = toll.IsOpen, IsRepeated = lost.All(before.Contains) });
        }

        return [.. strikes.Select((one, place) => place + 1 < strikes.Count ? one with { Until = strikes[place + 1].Requested.At } : one)];
    }
}
