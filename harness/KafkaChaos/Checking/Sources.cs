using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>What a finding on the cluster's metadata rests on, in words, by where the metadata is kept.</summary>
internal sealed class Sources(Topology topology)
{
    /// <summary>Who writes through the quorum.</summary>
    public string Probe => topology.IsKRaft ? "metadata probe" : "quorum probe";

    public string Controller => topology.IsKRaft ? "metadata log" : "znode /controller and /controller_epoch";

    /// <summary>The controller and the brokers together.</summary>
    public string Registrations => topology.IsKRaft ? "metadata log" : "znodes of the controller and the brokers";

    /// <summary>The controller and the partitions together.</summary>
    public string Leaders => topology.IsKRaft ? "metadata log" : "znodes";

    /// <summary>What the cluster and its members were last seen to be.</summary>
    public string Recovery => (topology.IsKRaft, topology.Topics.Count > 0) switch
    {
        (true, true) => "metadata log and fetches of the controllers",
        (true, false) => "fetches of the controllers",
        (false, true) => "znodes of the partition states and srvr",
        _ => "srvr",
    };

    /// <summary>What a member said of itself.</summary>
    public string RoleOf(string node) => topology.IsKRaft ? $"fetch of {node}" : $"srvr of {node}";

    public string StateOf(PartitionName partition) =>
        topology.IsKRaft ? $"metadata log, {partition}" : $"znode /brokers/topics/{partition.Topic}/partitions/{partition.Partition}/state";

    public string ReplicasOf(string topic) => topology.IsKRaft ? $"metadata log, {topic}" : $"znode /brokers/topics/{topic}";
}
