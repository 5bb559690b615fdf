using System.Globalization;
using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Workloads;

namespace KafkaChaos.Runs;

/// <summary>How long the waits of a run may take, from the cluster's and the clients' own settings.</summary>
internal static class Deadlines
{
    /// <summary>As long as a producer itself would wait.</summary>
    public static TimeSpan FirstAcknowledgement(Load load) => Clients.Patience(load);

    /// <summary>As long as a producer itself would wait, and at least the two minutes in which a transaction that hangs is ended for certain.</summary>
    public static TimeSpan FinalRead(Load load) => Clients.Patience(load) is var patience && patience > LeastOfRead ? patience : LeastOfRead;

    private static TimeSpan LeastOfRead { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Members may take initLimit ticks to find and follow a leader, and as long again for a second election.</summary>
    public static TimeSpan Ensemble(Cluster cluster) =>
        2 * TimeSpan.FromMilliseconds(Number(cluster, "initLimit") * Number(cluster, "tickTime")) + TimeSpan.FromSeconds(30);

    /// <summary>Twice what the verdict allows: a cluster that recovers late is then seen to do so.</summary>
    public static TimeSpan Recovery(Scenario scenario, Cluster cluster, History history) =>
        2 * (Trials.Prepare(scenario, history).Trial.Expect.RecoveredWithin ?? Ensemble(cluster));

    private static int Number(Cluster cluster, string setting) => int.Parse(cluster.ZooKeeperSettings[setting], CultureInfo.InvariantCulture);
}
