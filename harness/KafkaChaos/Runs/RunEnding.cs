using KafkaChaos.Agents;
using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Observing;

namespace KafkaChaos.Runs;

/// <summary>The end of a run, however it came: logs are kept, everything is removed, and what remains is recorded.</summary>
internal sealed class RunEnding(Scenario scenario, Recorder recorder, Cleaner cleaner, RunIdentity run, RunFolder folder, Action<string> say)
{
    // Both are the engine's work; this only keeps a wedged engine from holding a run for ever. Each has its own time.
    private static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(2);

    public static Judgement Judged(Scenario scenario, History history)
    {
        var (trial, derivations) = Trials.Prepare(scenario, history);
        return Judge.Of(trial) with { Derivations = derivations };
    }

    /// <param name="cluster">Null where it was never launched.</param>
    /// <param name="agent">Ended first: what it froze is thawed before anybody asks the engine for it. Null where there is none.</param>
    /// <param name="keep">The run's lock, where its cluster shall stay if the run did not pass; else null.</param>
    /// <returns>Whether nothing is left that nobody wants.</returns>
    public async Task<bool> CleanUpAsync(Cluster? cluster, Agent? agent, RunLock? keep)
    {
        recorder.Record(new PhaseBegan(Phase.CleaningUp) { At = recorder.Now });
        await using (agent)
        {
        }

        await KeepLogsAsync(cluster);
        var kept = keep is not null && Judged(scenario, Audited()).Verdict != Verdict.Passed;
        if (kept)
        {
            keep!.Keep();
            say($"the cluster of run {run.Id} is left up (docker ps --filter label={RunIdentity.RunLabel}={run.Id}); to end it: ./kafkachaos clean {run.Id}");
        }

        // The user's token is spent where the user cancelled, and the clean-up must be done all the same.
        using var limit = new CancellationTokenSource(Deadline);
        var left = kept ? await cleaner.LeftoversAsync(run.Id, limit.Token) : await cleaner.RemoveAsync(run.Id, ownerDied: false, limit.Token);
        recorder.Record(new LeftoverAudit(left, kept) { At = recorder.Now });
        return kept || left.Count == 0;
    }

    // A log that cannot be kept must not hide the verdict, nor keep anything from being removed.
    private async Task KeepLogsAsync(Cluster? cluster)
    {
        if (cluster is null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Deadline);
        try
        {
            var logs = new NodeLogs(cluster, recorder);
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
