using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>How long those who keep a cluster's metadata take at most, by the settings: ZooKeeper, or KRaft's controllers.</summary>
internal interface IMetadataTimes
{
    /// <summary>What one of them is called.</summary>
    string Member { get; }

    /// <summary>From a broker's loss until others are told that it has no session.</summary>
    Sum Expiry { get; }

    /// <summary>From a fault to a leader that a quorum follows.</summary>
    /// <param name="silent">See <see cref="Outage.Silent"/>.</param>
    Sum Election(bool silent);

    /// <summary>From a fault until who asked the lost ones hears the others.</summary>
    /// <param name="silent">See <see cref="Outage.Silent"/>.</param>
    Sum Heard(bool silent);

    /// <summary>From a fault to a client's write through the quorum.</summary>
    /// <param name="silent">See <see cref="Outage.Silent"/>.</param>
    Sum Write(bool silent);

    static IMetadataTimes Of(Topology topology, ClusterSettings settings) =>
        topology.IsKRaft ? new KRaftTimes(topology, settings) : new ZooKeeperTimes(topology, settings);
}
