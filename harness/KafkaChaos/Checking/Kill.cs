using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>One kill, as requested and as it took effect.</summary>
/// <param name="Requested">Its request.</param>
/// <param name="Applied">What took effect; empty where nothing did.</param>
/// <param name="Down">Nodes that are down once it took effect, those of earlier kills included.</param>
/// <param name="Undone">When the next start was requested, if one was.</param>
/// <param name="Until">The next kill's request, or the end of the load.</param>
internal sealed record Kill(
    FaultRequested Requested,
    IReadOnlyList<FaultApplied> Applied,
    IReadOnlyCollection<string> Down,
    TimeSpan? Undone,
    TimeSpan Until)
{
    public TimeSpan First => Applied.Count > 0 ? Applied.Min(one => one.Effect) : Requested.At;

    public TimeSpan Last => Applied.Count > 0 ? Applied.Max(one => one.Effect) : Requested.At;

    public bool Hit(string node) => Requested.Nodes.Contains(node);

    /// <summary>When it took effect on a node; on the last of them where it did not name that node.</summary>
    public TimeSpan EffectOn(string node) => Applied.FirstOrDefault(one => one.Node == node)?.Effect ?? Last;

    public string Name => $"kill of {Say.List(Requested.Nodes)} at {Say.Seconds(Requested.At)}";

    public static IReadOnlyList<Kill> All(History history, TimeSpan end)
    {
        var requests = history.Of<FaultRequested>().ToList();
        var applied = history.Of<FaultApplied>().ToLookup(one => (one.Step, one.Fault));
        var down = new HashSet<string>();
        var kills = new List<Kill>();
        for (var index = 0; index < requests.Count; index++)
        {
            var request = requests[index];
            if (request.Fault == Fault.Start)
            {
                down.ExceptWith(request.Nodes);
                continue;
            }

            down.UnionWith(request.Nodes);
            var later = requests.Skip(index + 1).ToList();
            kills.Add(new Kill(
                request,
                [.. applied[(request.Step, request.Fault)]],
                [.. down],
                later.FirstOrDefault(one => one.Fault == Fault.Start)?.At,
                later.FirstOrDefault(one => one.Fault == Fault.Kill)?.At ?? end));
        }

        return kills;
    }
}
