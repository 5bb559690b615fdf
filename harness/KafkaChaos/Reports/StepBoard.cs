using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>Which steps of a scenario were taken, and on what they went.</summary>
internal sealed class StepBoard(IReadOnlyList<Step> steps)
{
    private readonly Dictionary<int, FaultRequested> _requested = [];
    private readonly Dictionary<int, HashSet<string>> _open = [];

    public IReadOnlyList<Step> Steps { get; } = steps;

    public int Taken => _requested.Keys.Count(step => step >= 0);

    /// <summary>Null where it was not taken yet.</summary>
    public FaultRequested? RequestOf(int step) => _requested.GetValueOrDefault(step);

    /// <summary>Whether it is settled for each of its nodes.</summary>
    public bool IsDone(int step) => _open.TryGetValue(step, out var open) && open.Count == 0;

    /// <summary>Whether a kill of the node went out, and is not settled yet.</summary>
    public bool IsBeingKilled(string node) => _open.Any(one => _requested[one.Key].Fault.EndsProcesses() && one.Value.Contains(node));

    public void Add(HistoryEvent one)
    {
        switch (one)
        {
            case FaultRequested requested:
                _requested[requested.Step] = requested;
                _open[requested.Step] = [.. requested.Nodes];
                break;
            case FaultApplied applied:
                Settle(applied.Step, applied.Node);
                break;
            case FaultFailed failed:
                Settle(failed.Step, failed.Node);
                break;
        }
    }

    private void Settle(int step, string node)
    {
        if (_open.TryGetValue(step, out var open))
        {
            open.Remove(node);
        }
    }
}
