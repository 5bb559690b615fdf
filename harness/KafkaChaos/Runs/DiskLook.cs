using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Observing;

namespace KafkaChaos.Runs;

/// <summary>Where a run took data from brokers, or lost records, has the disks of all brokers looked into, for the final judgement to count the records once more.</summary>
internal static class DiskLook
{
    // A pass over segments of some hundred megabytes, and the start of a Java process beside each broker.
    private static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Returns without a word where there is nothing to look for, and says so where the look failed: the run goes on.</summary>
    public static async Task TakeAsync(Scenario scenario, Cluster cluster, Recorder recorder, RunFolder folder, Action<string> say, CancellationToken token)
    {
        if (!IsDue(scenario, recorder.Snapshot()))
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Deadline);
        try
        {
            await new LogSegments(cluster, recorder).ReadAsync([.. scenario.Topology.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => (topic.Name, partition)))], folder.Path, limit.Token);
        }
        // What was counted stands; that it could not be counted again is for the checker to say.
        catch (Exception problem) when (problem is EnvironmentException or OperationCanceledException or IOException || EngineFailure.Is(problem))
        {
            say($"the brokers' log segments could not be read: {problem.Message}");
        }
    }

    /// <summary>Every replica is looked into, not only those of partitions with losses: a record that is wrongly taken for found would be in none of these.</summary>
    internal static bool IsDue(Scenario scenario, History history)
    {
        var brokers = scenario.Topology.Brokers.Select(broker => broker.Name).ToHashSet();
        return scenario.Load is not null
            && (history.Of<FaultRequested>().Any(request => request.Fault.TakesData() && request.Nodes.Any(brokers.Contains))
                || Ledger.Of(history).Logs.Any(log => Lost.Missing(log).Any()));
    }
}
