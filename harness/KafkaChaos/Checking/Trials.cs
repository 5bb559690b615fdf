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
        var (expect, derivations) = Planner.Fill(scenario.Expect, scenario, SettingsOf(scenario, history), OutagesOf(scenario.Topology, history), ReplicasOf(history));
        return (new Trial(scenario, history, expect), derivations);
    }

    /// <summary>The settings that were in effect; the scenario's own where the run did not come so far as to describe them.</summary>
    public static ClusterSettings SettingsOf(Scenario scenario, History history) =>
        history.Of<ClusterDescribed>().LastOrDefault() is { } described
            ? new ClusterSettings(described.ZooKeeper, described.Kafka, described.Producer) { IsKRaft = scenario.Topology.IsKRaft }
            : ClusterSettings.Of(scenario.Topology);

    private static List<Outage> OutagesOf(Topology topology, History history)
    {
        var toll = new Toll(topology);
        var outages = new List<Outage>();
        var undos = history.Of<FaultRequested>().Where(request => request.Fault.IsUndo()).ToList();
        var end = history.Latest;
        foreach (var request in history.Of<FaultRequested>())
        {
            var lost = toll.Take(request);
            var muted = toll.Mutes(request, lost);
            if (lost.Count > 0 || muted)
            {
                var down = toll.Down;
                var concerned = down.Concat(request.Nodes).ToHashSet();
                var undone = undos.FirstOrDefault(undo => undo.At >= request.At && undo.Nodes.Any(concerned.Contains))?.At ?? end;
                outages.Add(new Outage(down, request.At, undone - request.At) { Silent = request.Fault.IsSilent(), Muted = muted });
            }
        }

        return outages;
    }

    private static List<PartitionReplicas> ReplicasOf(History history) =>
        [.. history.Of<ReplicaAssignment>()
            .GroupBy(one => (one.Topic, one.Partition))
            .Select(group => new PartitionReplicas(group.Key.Topic, group.Key.Partition, group.Last().Replicas))];
}
