using KafkaChaos.Agents;
using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Observing;
using KafkaChaos.Reports;

namespace KafkaChaos.Runs;

/// <summary>The end of a run, however it came: logs are kept, everything is removed, and what remains is recorded.</summary>
internal sealed class RunEnding(Scenario scenario, DockerEngine engine, Recorder recorder, RunIdentity run, RunFolder folder, Action<string> say)
{
    // Both are the engine's work; this only keeps a wedged engine from holding a run for ever. Each has its own time.
    private static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(2);

    private readonly Cleaner _cleaner = new(engine);

    public static Judgement Judged(Scenario scenario, History history)
    {
        var (trial, derivations) = Trials.Prepare(scenario, history);
        return Judge.Of(trial) with { Derivations = derivations };
    }

    /// <param name="cluster">Null where it was not launched.</param>
    /// <param name="agent">Ended first: what it froze is thawed before anybody asks the engine for it. Null where there is none.</param>
    /// <param name="keep">The run's lock, where its cluster shall stay if the run did not pass; else null.</param>
    /// <returns>Whether nothing is left that nobody wants.</returns>
    public async Task<bool> CleanUpAsync(Cluster? cluster, Agent? agent, RunLock? keep)
    {
        recorder.Record(new PhaseBegan(Phase.CleaningUp) { At = recorder.Now });
        var held = FrozenNodes(cluster);
        await using (agent)
        {
        }

        await ThawAsync(cluster);
        await KeepLogsAsync();
        var kept = keep is not null && Judged(scenario, Audited()).Verdict != Verdict.Passed;
        if (kept)
        {
            keep!.Keep();
            say($"the cluster of run {run.Id} is left up (docker ps --filter label={RunIdentity.RunLabel}={run.Id}); to end it: ./kafkachaos clean {run.Id}{(held.Count > 0 ? $"; its nodes {string.Join(", ", held)} were frozen, and have been thawed" : "")}");
        }

        // The user's token is spent where the user cancelled, and the clean-up must be done all the same.
        using var limit = new CancellationTokenSource(Deadline);
        var left = kept ? await _cleaner.LeftoversAsync(run.Id, limit.Token) : await _cleaner.RemoveAsync(run.Id, ownerDied: false, limit.Token);
        recorder.Record(new LeftoverAudit(left, kept) { At = recorder.Now });
        return kept || left.Count == 0;
    }

    /// <summary>Ends the history, judges it and writes the verdict.</summary>
    /// <exception cref="EnvironmentException">The disk refused the verdict, or something of the history before: a verdict that could not be judged again is none.</exception>
    public async Task<Judgement> JudgeAsync()
    {
        try
        {
            var judgement = Judged(scenario, await recorder.CompleteAsync());
            await VerdictFile.WriteAsync(folder.Verdict, judgement, CancellationToken.None);
            return judgement;
        }
        catch (IOException refused)
        {
            throw new EnvironmentException(
                "The run could not be recorded to its end, so there is no verdict.", folder.Path, refused.Message, "a disk that takes the history and the verdict", "free space there, or choose another folder with --runs", refused);
        }
    }

    // An agent that died thaws nothing, and what is asked of a frozen container may never be answered.
    private async Task ThawAsync(Cluster? cluster)
    {
        if (FrozenNodes(cluster) is not { Count: > 0 } frozen)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Deadline);
        try
        {
            await _cleaner.ThawAsync(run.Id, limit.Token);
            say($"thawed, for the agent had not: {string.Join(", ", frozen)}");
        }
        catch (Exception problem) when (problem is OperationCanceledException || EngineFailure.Is(problem))
        {
            say($"{string.Join(", ", frozen)} could not be thawed: {problem.Message}");
        }
    }

    private List<string> FrozenNodes(Cluster? cluster)
    {
        var frozen = ControlGroups.Frozen(run.Id).Select(one => Path.GetDirectoryName(one.File)!).ToList();
        return [.. (cluster?.Nodes ?? []).Where(node => frozen.Any(group => group.EndsWith($"/{node.Group}", StringComparison.Ordinal) || group.EndsWith($"/{node.ZoneGroup}", StringComparison.Ordinal))).Select(node => node.Name)];
    }

    // A log that cannot be kept must not hide the verdict, nor keep anything from being removed.
    private async Task KeepLogsAsync()
    {
        using var limit = new CancellationTokenSource(Deadline);
        try
        {
            var logs = new NodeLogs(engine, run.Id, scenario.Topology, recorder);
            await logs.KeepAsync(folder.Logs, limit.Token);
            await logs.RecordSignsAsync(folder.Logs, limit.Token);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException || EngineFailure.Is(problem))
        {
            say($"the nodes' logs could not be kept in {folder.Logs}: {problem.Message}");
        }
    }

    // Whether to keep is decided by all but the leftovers, which are not audited yet.
    private History Audited() => new([.. recorder.Snapshot().Events, new LeftoverAudit([], Kept: true) { At = recorder.Now }]);
}
