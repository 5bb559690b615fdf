using KafkaChaos.Clusters;

namespace KafkaChaos.Probing;

/// <summary>Makes the reader of a cluster's metadata, by where the cluster keeps it.</summary>
public static class ClusterMetadata
{
    /// <summary>The harness's own sessions are as long as a broker's, so that they outlive what a broker's would. Without brokers any will do.</summary>
    public static TimeSpan SessionOf(Cluster cluster) => TimeSpan.FromMilliseconds(
        cluster.KafkaSettings.TryGetValue("zookeeper.session.timeout.ms", out var asked) ? int.Parse(asked, System.Globalization.CultureInfo.InvariantCulture) : 10_000);

    public static IMetadata Of(Cluster cluster) => cluster.Topology.IsKRaft ? new KRaftMetadata(cluster) : new ZooKeeperMetadata(cluster, new ZooKeeperSession(cluster.ZooKeeperConnect, SessionOf(cluster)));
}
