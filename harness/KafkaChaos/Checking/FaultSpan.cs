using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>One step's fault while it was in effect.</summary>
/// <param name="Step">Index of the step, from 0.</param>
/// <param name="What">The fault and its nodes, such as <c>kill of kafka-a-1</c>.</param>
/// <param name="From">Its first effect on any node; its request where no effect was seen.</param>
/// <param name="Until">When the last of its nodes was seen to be brought back, by an undo or, where a fault ends by itself as a restart does, by its own end; null where that was not seen.</param>
internal sealed record FaultSpan(int Step, string What, TimeSpan From, TimeSpan? Until)
{
    public string Name => $"step {Step + 1}";

    /// <summary>In the order of their effects; one a step.</summary>
    public static IReadOnlyList<FaultSpan> All(History history)
    {
        var applied = history.Of<FaultApplied>().ToList();

        // A rolling step's own request comes first, then those of its parts.
        var requests = history.Of<FaultRequested>().Where(one => one.Step >= 0 && !one.Fault.IsUndo() && one.Nodes.Count > 0).DistinctBy(one => one.Step);
        return [.. requests.Select(request => Of(request, applied)).OrderBy(span => span.From)];
    }

    /// <summary>Which faults were in effect at a moment, or else between which ones it lies, such as <c>before step 1 (kill of kafka-a-1)</c>; null where the run has none.</summary>
    /// <param name="spans">As <see cref="All"/> gives them.</param>
    /// <param name="at">On the run's clock.</param>
    public static string? At(IReadOnlyList<FaultSpan> spans, TimeSpan at) => Within(spans, at, at);

    /// <summary>As <see cref="At"/>, of a stretch of time: all faults that were in effect at any moment of it.</summary>
    public static string? Within(IReadOnlyList<FaultSpan> spans, TimeSpan from, TimeSpan to)
    {
        var present = spans.Where(span => span.From <= to && !(span.Until <= from)).ToList();
        if (present.Count > 0)
        {
            return $"during {Say.List(present.Select(span => span.ToString()))}";
        }

        var before = spans.LastOrDefault(span => span.From <= from);
        var next = spans.FirstOrDefault(span => span.From > to);
        return (before, next) switch
        {
            (null, null) => null,
            (null, _) => $"before {next}",
            (_, null) => $"after {before}",
            _ => $"after {before} and before {next}",
        };
    }

    public override string ToString() => $"{Name} ({What})";

    private static FaultSpan Of(FaultRequested request, List<FaultApplied> applied)
    {
        var own = applied.Where(one => one.Step == request.Step).ToList();
        var from = own.Count > 0 ? own.Min(one => one.Effect) : request.At;
        var back = request.Nodes.Select(node => applied.FirstOrDefault(one => one.Node == node && one.Seen > from && Ends(one, request))?.Seen).ToList();
        return new FaultSpan(request.Step, $"{Say.Fault(request.Fault)} of {Say.List(request.Nodes)}", from, back.Contains(null) ? null : back.Max());
    }

    /// <summary>Whether what took effect, on a node of the request, ends what was requested.</summary>
    public static bool Ends(FaultApplied one, FaultRequested request) => request.Fault switch
    {
        // A machine that gets its power back starts what was dead on it; so does an emptied disk.
        Fault.Kill or Fault.Stop => one.Fault is Fault.Start or Fault.PowerOn or Fault.Empty,
        Fault.Pause => one.Fault is Fault.Resume or Fault.Start or Fault.PowerOn,
        Fault.PowerOff => one.Fault is Fault.PowerOn,
        Fault.Isolate or Fault.Slow => one.Fault is Fault.Heal,
        Fault.FillDisk => one.Fault is Fault.Empty,
        _ => one.Fault == request.Fault && one.Step == request.Step,
    };
}
