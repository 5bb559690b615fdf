using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Runs;

/// <summary>Whether every partition has all its replicas in sync, as the controller wrote it into ZooKeeper or the metadata log.</summary>
/// <remarks>
/// A partition that a fault changed must be whole at a leader epoch above the one it had when this was made: right after
/// a kill the state of before still stands, whole and out of date. Or a controller has been elected since: one that finds
/// all replicas back writes nothing anew. In KRaft a follower that goes and comes raises no epoch; there the log tells in
/// order, and before a broker's new registration stands that it left the in-sync sets.
/// </remarks>
internal sealed class Recovery(ClusterState state, Topology topology)
{
    private readonly Dictionary<(string, int), int> _epochs = state.Partitions.ToDictionary(one => one.Key, one => one.Value.LeaderEpoch);
    private readonly int? _term = state.Controller?.Epoch;
    private readonly HashSet<int> _restarted = [];
    private readonly Dictionary<int, long?> _registrations = state.Brokers.ToDictionary(one => one.Key, one => one.Value.Epoch);

    public Look Look()
    {
        _restarted.UnionWith(state.Brokers.Where(one => _registrations.TryGetValue(one.Key, out var epoch) && epoch != one.Value.Epoch).Select(one => one.Key));
        var expected = topology.Topics.Sum(topic => topic.Partitions);
        var behind = state.Partitions.Where(one => !IsWhole(one.Key, one.Value)).Select(one => $"{one.Key.Topic}/{one.Key.Partition} in sync {string.Join(",", one.Value.InSync)} at epoch {one.Value.LeaderEpoch}").ToList();
        return new(
            behind.Count == 0 && state.Partitions.Count == expected && state.Assignments.Count == expected,
            behind.Count == 0 ? $"{state.Partitions.Count} of {expected} partitions whole" : string.Join("; ", behind));
    }

    private bool IsWhole((string, int) partition, PartitionState seen) =>
        state.Assignments.TryGetValue(partition, out var assignment)
        && assignment.Replicas.All(seen.InSync.Contains)
        && seen.Leader >= 0
        && (topology.IsKRaft || !assignment.Replicas.Any(_restarted.Contains) || !_epochs.TryGetValue(partition, out var before) || seen.LeaderEpoch > before || state.Controller is { Broker: not null } one && one.Epoch > _term);
}
