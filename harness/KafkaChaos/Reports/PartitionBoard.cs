using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>How many partitions have a leader that runs, and how many have all their replicas in sync.</summary>
internal sealed class PartitionBoard(NodeBoard nodes)
{
    private readonly Dictionary<(string Topic, int Partition), PartitionState> _states = [];

    public int Expected { get; } = nodes.Topology.Topics.Sum(topic => topic.Partitions);

    public int Led => _states.Values.Count(state => state.Leader >= 0 && nodes.Runs(nodes.NameOf(state.Leader)));

    public int Whole => _states.Values.Count(state => state.Leader >= 0 && state.InSync.Count >= ReplicationOf(state.Topic));

    public void Add(PartitionState state) => _states[(state.Topic, state.Partition)] = state;

    private int ReplicationOf(string topic) => nodes.Topology.Topics.FirstOrDefault(one => one.Name == topic)?.Replication ?? int.MaxValue;
}
