namespace KafkaChaos.Planning;

/// <summary>How many replicas of one partition Kafka's rack-aware placement can put on some brokers.</summary>
public static class RackSpread
{
    /// <summary>The most replicas of one partition that can be on the brokers of interest.</summary>
    /// <remarks>
    /// KRaft's StripedReplicaPlacer fills the racks evenly. The placement of ZooKeeper mode (AdminUtils.assignReplicasToBrokers)
    /// only gives every rack one replica before any gets a second: beyond that it can be uneven (racks of 2 and 3 brokers, replication 4:
    /// 1 + 3; three racks of 3, replication 6: 3 + 2 + 1), except with two racks of equal size, between which it alternates.
    /// </remarks>
    /// <param name="racks">For each rack with brokers: how many it has, and how many of them are of interest.</param>
    /// <param name="replication">At most the number of brokers.</param>
    /// <param name="striped">Whether the placement is KRaft's.</param>
    public static int Most(IReadOnlyList<(int Brokers, int Of)> racks, int replication, bool striped)
    {
        if (replication <= racks.Count)
        {
            return Math.Min(replication, racks.Count(rack => rack.Of > 0));
        }

        if (striped || (racks.Count == 2 && racks[0].Brokers == racks[1].Brokers))
        {
            return Level(racks, replication);
        }

        var elsewhere = racks.Count(rack => rack.Of == 0);
        return Math.Min(racks.Sum(rack => rack.Of), replication - elsewhere);
    }

    private static int Level(IReadOnlyList<(int Brokers, int Of)> racks, int replication)
    {
        var level = 0;
        while (racks.Sum(rack => Math.Min(rack.Brokers, level + 1)) <= replication && racks.Any(rack => rack.Brokers > level))
        {
            level++;
        }

        var over = replication - racks.Sum(rack => Math.Min(rack.Brokers, level));
        return racks.Sum(rack => Math.Min(rack.Of, Math.Min(rack.Brokers, level)))
            + Math.Min(over, racks.Count(rack => rack.Of > level));
    }
}
