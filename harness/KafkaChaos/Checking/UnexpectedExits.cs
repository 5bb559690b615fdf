using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>No process ended that nobody ended: what follows such an end cannot be put down to the steps alone. And the engine told of every end that a step brought: else it would not have told of others.</summary>
internal sealed class UnexpectedExits : IChecker
{
    private const string Property = "unexpected-exits";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = Timeline.Of(trial);
        var unexpected = timeline.Exits.Where(exit => exit.At >= timeline.Warming && !WasKilled(trial, timeline, exit) && !WasStarting(trial, exit)).ToList();
        var evidence = unexpected.Select(exit => new Evidence(exit.At, "engine", $"process of {exit.Node} exited: {exit.Detail}") { On = [exit] });
        Figure[] figures = [new("exits", timeline.Exits.Count, "exits"), new("unexpected", unexpected.Count, "exits")];
        if (unexpected.Count > 0)
        {
            var told = Say.List(unexpected.Take(4).Select(exit => $"{exit.Node} at {Say.Seconds(exit.At)} ({exit.Detail})"));
            return [Say.Inconclusive(Property, $"{unexpected.Count} of {Say.Count(timeline.Exits.Count, "exit")} were not by a step: {told}; expected none", figures, evidence)];
        }

        if (Untold(trial, timeline).ToList() is { Count: > 0 } untold)
        {
            return [Say.Inconclusive(Property, $"the engine told of no end of {Say.List(untold.Take(4).Select(one => $"{one.Node}, to which the {Say.Fault(one.Fault)} of {Say.Seconds(one.Effect)} was done"))}: it may have told of no other either", figures,
                untold.Select(one => new Evidence(one.Effect, "engine", $"nothing told of the {Say.Fault(one.Fault)} of {one.Node}") { On = [one] }))];
        }

        return [Say.Passed(Property, trial.History.Of<NodeProcess>().Any()
            ? $"no process ended but by a step or during a start ({Say.Count(timeline.Exits.Count, "exit")} seen), as expected"
            : "no process was seen to end, but nothing at all was recorded of the processes", figures)];
    }

    /// <summary>Faults that ended a process for certain, and of whose end nothing was told before the next one on that node. A process may live on with a full disk.</summary>
    private static IEnumerable<FaultApplied> Untold(Trial trial, Timeline timeline)
    {
        foreach (var ends in trial.History.Of<FaultApplied>().Where(one => one.Fault is Fault.Kill or Fault.Stop or Fault.PowerOff).GroupBy(one => one.Node))
        {
            var (applied, exits) = (ends.OrderBy(one => one.Sent).ToList(), timeline.Exits.Where(exit => exit.Node == ends.Key).ToList());
            var from = applied.ConvertAll(one => (Requests(trial, ends.Key).LastOrDefault(request => request.At <= one.Sent)?.At ?? one.Sent) - Timeline.ClockTolerance);
            for (var place = 0; place < applied.Count; place++)
            {
                var to = place + 1 < applied.Count ? from[place + 1] : TimeSpan.MaxValue;
                if (!exits.Exists(exit => exit.At >= from[place] && exit.At < to))
                {
                    yield return applied[place];
                }
            }
        }
    }

    /// <summary>The first end after a kill of that node, before the node's next start: a kill ends a process once.</summary>
    private static bool WasKilled(Trial trial, Timeline timeline, NodeProcess exit)
    {
        var request = Requests(trial, exit.Node).LastOrDefault(one => one.At <= exit.At + Timeline.ClockTolerance);
        return request is not null && request.Fault.EndsProcesses()
            && !timeline.Exits.Any(other => other.Node == exit.Node && other.At < exit.At && other.At >= request.At - Timeline.ClockTolerance);
    }

    /// <summary>A supervised start starts a node again that exits because its last session still stands.</summary>
    private static bool WasStarting(Trial trial, NodeProcess exit) =>
        Requests(trial, exit.Node).Any(start => start.Fault.IsUndo()
            && exit.At >= start.At - Timeline.ClockTolerance
            && !(Done(trial, start, exit.Node) + Timeline.ClockTolerance < exit.At));

    private static IEnumerable<FaultRequested> Requests(Trial trial, string node) =>
        trial.History.Of<FaultRequested>().Where(one => one.Nodes.Contains(node));

    /// <summary>When a start was over on a node, whether it came to serve or not; null where it was still going on at the end.</summary>
    private static TimeSpan? Done(Trial trial, FaultRequested start, string node) =>
        trial.History.Of<FaultApplied>().Where(one => one.Step == start.Step && one.Fault == start.Fault && one.Node == node).Select(one => one.At)
            .Concat(trial.History.Of<FaultFailed>().Where(one => one.Step == start.Step && one.Fault == start.Fault && one.Node == node).Select(one => one.At))
            .Cast<TimeSpan?>()
            .Min();
}
