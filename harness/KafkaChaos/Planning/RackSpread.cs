namespace KafkaChaos.Planning;

/// <summary>How many replicas of one partition Kafka's rack-aware placement can put on some brokers.</summary>
/// <remarks>
/// Every rack gets one replica before any gets a second. Beyond that KRaft's StripedReplicaPlacer fills racks evenly; the
/// assignment of ZooKeeper mode (AdminUtils.assignReplicasToBrokers) does so between two racks of equal size, can be off by one
/// among more of them (three racks of 3, replication 6: 3 + 2 + 1), and in racks of unequal size may put all further replicas into one
/// (racks of 2 and 3, replication 4: 1 + 3). What either may do is what is assumed. See docs/decisions/0013.
/// </remarks>
internal static class RackSpread
{
    /// <param name="sizes">Brokers in each rack; at least one in each.</param>
    /// <param name="of">How many of them are of interest.</param>
    /// <param name="replication">At most the number of brokers.</param>
    /// <returns>The most replicas of a partition, and the fewest, that can be on the brokers of interest.</returns>
    public static (int Most, int Fewest) On(IReadOnlyList<int> sizes, IReadOnlyList<int> of, int replication)
    {
        var (inside, forcedOut, outside, forcedIn) = (0, 0, 0, 0);
        for (var rack = 0; rack < sizes.Count; rack++)
        {
            var (fewest, most) = InRack(sizes, replication, sizes[rack]);
            var others = sizes[rack] - of[rack];
            inside += Math.Min(of[rack], most);
            outside += Math.Min(others, most);
            forcedOut += Math.Max(0, fewest - of[rack]);
            forcedIn += Math.Max(0, fewest - others);
        }

        var certain = Math.Min(replication, Math.Max(Math.Max(0, replication - outside), forcedIn));
        return (Math.Max(certain, Math.Min(inside, replication - forcedOut)), certain);
    }

    private static (int Fewest, int Most) InRack(IReadOnlyList<int> sizes, int replication, int size)
    {
        var racks = sizes.Count;
        if (replication <= racks)
        {
            return (replication == racks ? 1 : 0, 1);
        }

        if (sizes.Any(one => one != size))
        {
            return (1, Math.Min(size, 1 + replication - racks));
        }

        var (even, over) = Math.DivRem(replication, racks);
        return over > 0 ? (even, Math.Min(size, even + 1))
            : racks <= 2 || even == size ? (even, even)
            : (even - 1, even + 1);
    }
}
