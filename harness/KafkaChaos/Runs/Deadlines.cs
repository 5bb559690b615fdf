using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Workloads;

namespace KafkaChaos.Runs;

/// <summary>How long the waits of a run may take, from the cluster's and the clients' own settings.</summary>
internal static class Deadlines
{
    /// <summary>As long as a producer itself would wait, from when it has given each of its partitions a record.</summary>
    public static TimeSpan WarmUp(Load load, Topology topology) => Clients.Patience(load) + load.IntervalOn(topology);

    /// <summary>As long as a producer itself would wait, and at least the two minutes in which a transaction that hangs is ended for certain.</summary>
    public static TimeSpan FinalRead(Load load) => Clients.Patience(load) is var patience && patience > LeastOfRead ? patience : LeastOfRead;

    private static TimeSpan LeastOfRead { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Members may take as long again for a second election.</summary>
    public static TimeSpan Ensemble(Cluster cluster) => 2 * cluster.ElectionAtMost + TimeSpan.FromSeconds(30);

    /// <summary>Twice what the verdict allows: a cluster that recovers late is then seen to do so.</summary>
    public static TimeSpan Recovery(Scenario scenario, Cluster cluster, History history) =>
        2 * (Trials.Prepare(scenario, history).Trial.Expect.RecoveredWithin ?? Ensemble(cluster));

    /// <summary>As long as the verdict allows for a new leader of a partition after the faults so far; where they cost no leader, as a session may last, and an election of the ensemble.</summary>
    public static TimeSpan Vacancy(Scenario scenario, History history)
    {
        var expect = Trials.Prepare(scenario, history).Trial.Expect;
        var least = Trials.SettingsOf(scenario, history).Session + (expect.QuorumElectedWithin ?? TimeSpan.Zero);
        return expect.LeadersElectedWithin > least ? expect.LeadersElectedWithin.Value : least;
    }
}
