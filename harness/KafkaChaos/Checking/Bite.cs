using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Every step was taken, on the right nodes, took effect, and hit a cluster under load. One finding a step; any doubt is inconclusive.</summary>
internal sealed class Bite : IChecker
{
    private const string Property = "bite";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = Timeline.Of(trial);
        for (var index = 0; index < trial.Scenario.Steps.Count; index++)
        {
            yield return Check(trial, timeline, index);
        }
    }

    private static Finding Check(Trial trial, Timeline timeline, int index)
    {
        var step = trial.Scenario.Steps[index];
        var name = $"step {index + 1} ({Say.Fault(step.Fault)})";
        if (trial.History.Of<FaultRequested>().FirstOrDefault(one => one.Step == index) is not { } request)
        {
            return Say.Inconclusive(Property, $"{name} was never taken");
        }

        // A rolling step has parts of its own, which are other faults.
        var applied = trial.History.Of<FaultApplied>().Where(one => one.Step == index && one.Fault == request.Fault).ToList();
        var missing = Missing(trial, request);
        var without = missing is null ? "" : $"by {request.Method}, for the agent could not be started: {missing.Reason}";
        var evidence = new List<Evidence> { new(request.At, "nemesis", $"{request.Because}; {(missing is null ? $"by {request.Method}" : without)}") { On = missing is null ? [request] : [request, missing] } };
        evidence.AddRange(applied.Select(one => new Evidence(one.Effect, IsTheAgents(request) ? "agent" : "engine", $"{one.Node}: {one.Proof}") { On = [one] }));
        evidence.AddRange(trial.History.Of<FaultFailed>().Where(one => one.Step == index).Select(one => new Evidence(one.At, "nemesis", $"{one.Node}: {one.Reason}") { On = [one] }));
        evidence.AddRange(trial.History.Of<RoleChecked>().Where(one => one.Step == index).Select(one => new Evidence(one.At, "nemesis", $"a second look: {one.Seen}") { On = [one] }));
        var figures = new List<Figure> { new("nodes", applied.Count, "nodes") };
        var skew = "";
        if (applied.Count > 0)
        {
            var bracket = applied.Max(one => one.Seen) - applied.Min(one => one.Sent);
            var atOnce = request.Fault.TakesDown();
            if (atOnce)
            {
                figures.Add(new("skew", Math.Round(Skew.Of(applied).TotalMilliseconds, 3), "ms"));
            }

            figures.Add(new("bracket", Math.Round(bracket.TotalMilliseconds, 3), "ms"));
            if (Skew.OfDeaths(applied) is { } deaths)
            {
                figures.Add(new("death skew", Math.Round(deaths.TotalMilliseconds, 3), "ms"));
            }

            skew = $"{(atOnce ? $"{Skew.Words(applied)}, " : "")}all within {Say.Milliseconds(bracket)}";
        }

        var role = !step.Target.IsLookedUp ? "" : ", and the role had not moved by then";
        var doubts = Doubts(trial, timeline, index, request, applied).ToList();
        return doubts.Count == 0
            ? Say.Passed(Property, $"{name} took effect on {Say.List(request.Nodes)} at {Say.Seconds(applied.Min(one => one.Effect))}, {skew} ({request.Because}{role}){(missing is null ? "" : $", {without}")}", figures, evidence)
            : Say.Inconclusive(Property, $"{name} is in doubt: {string.Join("; ", doubts)}{(missing is null ? "" : $"; it was done {without}")}", figures, evidence);
    }

    private static bool IsTheAgents(FaultRequested request) => request.Method.StartsWith("the agent", StringComparison.Ordinal);

    // Why the engine did what the agent does at one instant; null where that was done, or nobody wanted an agent.
    private static AgentMissing? Missing(Trial trial, FaultRequested request) =>
        request.Fault is Fault.Kill or Fault.Pause or Fault.Resume && !IsTheAgents(request) ? trial.History.Of<AgentMissing>().LastOrDefault() : null;

    private static IEnumerable<string> Doubts(Trial trial, Timeline timeline, int index, FaultRequested request, List<FaultApplied> applied)
    {
        var step = trial.Scenario.Steps[index];
        if (request.Nodes.Count == 0)
        {
            yield return "it went to no node";
            yield break;
        }

        if (request.Fault != step.Fault)
        {
            yield return $"it was a {request.Fault}, expected a {step.Fault}";
        }

        foreach (var failed in trial.History.Of<FaultFailed>().Where(one => one.Step == index))
        {
            yield return $"it failed on {failed.Node}: {failed.Reason}";
        }

        foreach (var node in request.Nodes.Where(node => applied.All(one => one.Node != node)))
        {
            yield return $"it was not seen to take effect on {node}";
        }

        if (step.SkewBudget is { } budget && applied.Count > 0 && Skew.Of(applied) is var skew && skew > budget)
        {
            yield return $"its skew was {Say.Milliseconds(skew)}, allowed at most {Say.Milliseconds(budget)}";
        }

        foreach (var one in applied.Where(one => one.Effect < one.Sent - Timeline.ClockTolerance || one.Effect > one.Seen + Timeline.ClockTolerance))
        {
            yield return $"the engine's time of it on {one.Node}, {Say.Seconds(one.Effect)}, is outside the bracket from {Say.Seconds(one.Sent)} to {Say.Seconds(one.Seen)}";
        }

        if (Misdirected(trial, timeline, index, request, applied) is { } wrong)
        {
            yield return wrong;
        }

        if (MovedBefore(trial, index, step.Target, applied) is { } moved)
        {
            yield return moved;
        }

        foreach (var doubt in applied.Count > 0 ? new BiteEvidence(trial, timeline).Doubts(request, applied) : [])
        {
            yield return doubt;
        }
    }

    // A controller or a leader that is lost keeps its role until its session ends. Of a leader of the quorum, which KRaft's controller is, the observations tell.
    private static string? MovedBefore(Trial trial, int index, Target target, List<FaultApplied> applied) =>
        !(target.Innermost is Target.HolderOf holder && (holder.Role == Role.ZooKeeperLeader || trial.Scenario.Topology.IsKRaft))
        && trial.History.Of<RoleChecked>().FirstOrDefault(one => one.Step == index) is { Held: false } look
        && applied.Count > 0
        && look.At - applied.Min(one => one.Effect) < Trials.SettingsOf(trial.Scenario, trial.History).Session / 3
            ? $"the role had moved by the effect: at {Say.Seconds(look.At)}, sooner than the fault can have moved it, {look.Seen}"
            : null;

    private static string? Misdirected(Trial trial, Timeline timeline, int index, FaultRequested request, List<FaultApplied> applied)
    {
        var step = trial.Scenario.Steps[index];
        var effect = applied.Count > 0 ? applied.Min(one => one.Sent) : request.At;
        var before = ResolveAt(request.At);
        var then = ResolveAt(effect);
        var went = request.Nodes.ToHashSet();

        // A look-up at the moment of the fault may know of a change before the observer's next look does.
        return then is not null && then.SetEquals(went) ? null
            : before is null ? $"what its target was at {Say.Seconds(request.At)} was not observed"
            : before.SetEquals(went) ? $"the role moved between the look-up and the effect: it went to {Say.List(went)}, the target was by then {(then is null ? "nowhere" : Say.List(then))}"
            : $"it went to {Say.List(went)}, expected {Say.List(before)}";

        IReadOnlySet<string>? ResolveAt(TimeSpan at) => new Targets(trial, index, role => Holder(timeline, role, at), partition => Leader(timeline, partition, at), Went).Of(step.Target);

        IReadOnlyList<string>? Went(string earlier)
        {
            var position = trial.Scenario.Steps.ToList().FindIndex(one => one.Name == earlier);
            return trial.History.Of<FaultRequested>().FirstOrDefault(one => one.Step == position)?.Nodes;
        }
    }

    private static string? Leader(Timeline timeline, Target.LeaderOf target, TimeSpan at) =>
        timeline.Partitions.FirstOrDefault(one => one.Topic == target.Topic && one.Partition == target.Partition) is { } partition
        && timeline.StateAt(partition, at) is { Leader: >= 0 } state ? timeline.NameOf(state.Leader) : null;

    private static string? Holder(Timeline timeline, Role role, TimeSpan at) => role switch
    {
        Role.ZooKeeperLeader => timeline.LeaderAt(at)?.Node,
        _ => timeline.ControllerAt(at)?.Broker is { } id ? timeline.NameOf(id) : null,
    };
}
