using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Observing;

namespace KafkaChaos.Runs;

/// <summary>Where a run has lost records, has the brokers' disks looked into, for the final judgement to say where the records are.</summary>
internal static class LostRecords
{
    // A pass over segments of some hundred megabytes, and the start of a Java process beside a broker.
    private static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(2);

    public static async Task LookIntoAsync(Scenario scenario, Cluster cluster, Recorder recorder, RunFolder folder, Action<string> say, CancellationToken token)
    {
        var partitions = Partitions(scenario, recorder.Snapshot());
        if (partitions.Count == 0)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Deadline);
        try
        {
            await new LogSegments(cluster, recorder).ReadAsync(partitions, folder.Path, limit.Token);
        }
        // The loss stands; that its place is not known is for the checker to say.
        catch (Exception problem) when (problem is EnvironmentException or OperationCanceledException or IOException || EngineFailure.Is(problem))
        {
            say($"the brokers' log segments could not be read: {problem.Message}");
        }
    }

    private static List<(string Topic, int Partition)> Partitions(Scenario scenario, History history) => scenario.Load is null
        ? []
        : [.. Ledger.Of(history).Logs.Where(log => Lost.Missing(log).Any()).Select(log => (log.Topic, log.Partition))];
}
