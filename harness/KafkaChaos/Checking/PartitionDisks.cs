using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>What the disks of one partition's replicas hold, and whose were read.</summary>
internal sealed class PartitionDisks
{
    private readonly List<ReplicaSpans> _replicas;
    private readonly string? _leader;

    /// <param name="timeline">Knows the leader and the assignment.</param>
    /// <param name="log">The partition.</param>
    /// <param name="read">Its replicas' logs, in the order of the history; of a replica that was read again the last counts.</param>
    public PartitionDisks(Timeline timeline, PartitionLog log, IEnumerable<ReplicaLog> read)
    {
        var last = read.GroupBy(one => one.Node).Select(group => group.Last()).ToList();
        _replicas = [.. last.Select(one => new ReplicaSpans(one))];
        Start = last.Select(one => one.Start ?? 0).DefaultIfEmpty().Max();
        var partition = timeline.Partitions.FirstOrDefault(one => one.Topic == log.Topic && one.Partition == log.Partition);
        var nodes = last.Select(one => one.Node).ToHashSet();
        Unread = partition switch
        {
            { Replicas: { } replicas } => [.. replicas.Select(timeline.NameOf).Where(node => !nodes.Contains(node))],
            { Replication: var expected } when nodes.Count < expected => [$"{expected - nodes.Count} of {expected} replicas"],
            null when nodes.Count == 0 => ["any replica"],
            _ => [],
        };
        var leader = partition is not null && last.Count > 0 && timeline.StateAt(partition, last[^1].At) is { } state ? timeline.NameOf(state.Leader) : null;
        _leader = leader is not null && nodes.Contains(leader) ? leader : null;
    }

    /// <summary>Replicas whose disks nobody read: by name, or, where the assignment is not known, by how many there must be.</summary>
    public IReadOnlyList<string> Unread { get; }

    /// <summary>How many disks were read.</summary>
    public int Read => _replicas.Count;

    /// <summary>The offset below which one of the logs does not reach, for its first records were removed.</summary>
    public long Start { get; }

    /// <summary>On how many disks a record stands, and whether the leader's is one of them; null where that cannot be told.</summary>
    public (int Holders, bool? Leads) Look(string producer, long sequence)
    {
        var (holders, leads) = (0, _leader is null ? default(bool?) : false);
        foreach (var replica in _replicas)
        {
            if (replica.Holds(producer, sequence))
            {
                holders++;
                leads = replica.Node == _leader ? true : leads;
            }
        }

        // What none has the leader lacks, and what all have it has, whoever it is.
        return (holders, leads ?? (Unread.Count > 0 ? null : holders == 0 ? false : holders == Read ? true : null));
    }

    /// <summary>The nodes on whose disks a record stands.</summary>
    public IEnumerable<string> HoldersOf(string producer, long sequence) => _replicas.Where(replica => replica.Holds(producer, sequence)).Select(replica => replica.Node);
}
