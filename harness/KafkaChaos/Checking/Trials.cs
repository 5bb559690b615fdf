using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Planning;

namespace KafkaChaos.Checking;

/// <summary>Makes a trial of a scenario and what was recorded, with the planner's expectations for what the scenario leaves open.</summary>
public static class Trials
{
    /// <returns>The trial, and one sentence for each prediction and each bound that was derived.</returns>
    public static (Trial Trial, IReadOnlyList<string> Derivations) Prepare(Scenario scenario, History history)
    {
        var (expect, derivations) = Planner.Fill(scenario.Expect, scenario, SettingsOf(scenario, history), OutagesOf(history), ReplicasOf(history));
        return (new Trial(scenario, history, expect), derivations);
    }

    /// <summary>The settings that were in effect; the scenario's own where the run did not come so far as to describe them.</summary>
    public static ClusterSettings SettingsOf(Scenario scenario, History history) =>
        history.Of<ClusterDescribed>().LastOrDefault() is { } described
            ? new ClusterSettings(described.ZooKeeper, described.Kafka, described.Producer)
            : ClusterSettings.Of(scenario.Topology);

    private static List<Outage> OutagesOf(History history)
    {
        var down = new HashSet<string>();
        var outages = new List<Outage>();
        foreach (var request in history.Of<FaultRequested>())
        {
            if (request.Fault.TakesDown())
            {
                down.UnionWith(request.Nodes);
                outages.Add(new Outage([.. down], request.At, TimeSpan.Zero) { Silent = request.Fault.IsSilent() });
            }
            else if (request.Fault.BringsBack())
            {
                down.ExceptWith(request.Nodes);
            }
        }

        var starts = history.Of<FaultRequested>().Where(request => request.Fault.BringsBack()).ToList();
        var end = history.Events.Count > 0 ? history.Events.Max(one => one.At) : TimeSpan.Zero;
        return [.. outages.Select(outage => outage with
        {
            Lasts = (starts.FirstOrDefault(start => start.At >= outage.Began && start.Nodes.Any(outage.Nodes.Contains))?.At ?? end) - outage.Began,
        })];
    }

    private static List<PartitionReplicas> ReplicasOf(History history) =>
        [.. history.Of<ReplicaAssignment>()
            .GroupBy(one => (one.Topic, one.Partition))
            .Select(group => new PartitionReplicas(group.Key.Topic, group.Key.Partition, group.Last().Replicas))];
}
