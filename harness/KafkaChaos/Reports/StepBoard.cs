using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>Which steps of a scenario were taken, and on what they went.</summary>
internal sealed class StepBoard(IReadOnlyList<Step> steps)
{
    private readonly Dictionary<int, FaultRequested> _requested = [];

    // A rolling step has parts: stops and starts.
    private readonly Dictionary<(int Step, Fault Fault), HashSet<string>> _open = [];

    public IReadOnlyList<Step> Steps { get; } = steps;

    public int Taken => _requested.Keys.Count(step => step >= 0);

    /// <summary>Null where it was not taken yet.</summary>
    public FaultRequested? RequestOf(int step) => _requested.GetValueOrDefault(step);

    /// <summary>Whether it is settled for each of its nodes.</summary>
    public bool IsDone(int step) => _requested.TryGetValue(step, out var request) && _open[(step, request.Fault)].Count == 0;

    /// <summary>Whether an end of the node's process was asked for, and is not settled yet.</summary>
    public bool IsBeingKilled(string node) => _open.Any(one => one.Key.Fault.EndsProcesses() && one.Value.Contains(node));

    public void Add(HistoryEvent one)
    {
        switch (one)
        {
            case FaultRequested requested:
                _requested.TryAdd(requested.Step, requested);
                _open[(requested.Step, requested.Fault)] = [.. requested.Nodes];
                break;
            case FaultApplied applied:
                Settle(applied.Step, applied.Fault, applied.Node);
                break;
            case FaultFailed failed:
                Settle(failed.Step, failed.Fault, failed.Node);
                break;
        }
    }

    private void Settle(int step, Fault fault, string node)
    {
        if (_open.TryGetValue((step, fault), out var open))
        {
            open.Remove(node);
        }
    }
}
