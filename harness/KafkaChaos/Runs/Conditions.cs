using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Probing;

namespace KafkaChaos.Runs;

/// <summary>Whether what a step waits for holds now, by the run's own observers.</summary>
internal sealed class Conditions(Cluster cluster, Readiness readiness, ClusterState state)
{
    private readonly InSyncWatch _inSync = new(state, cluster.Topology);

    /// <summary>Takes note of the run's events.</summary>
    public void Add(HistoryEvent one) => _inSync.Add(one);

    public async Task<Look> LookAsync(Condition condition, CancellationToken token)
    {
        switch (condition)
        {
            case Condition.FullInSync:
                return _inSync.Look();
            case Condition.QuorumWhole:
                return await readiness.LookAtMembersAsync(token);
            case Condition.EveryNodeServes:
                var nodes = cluster.Nodes.ToList();
                var looks = await Task.WhenAll(nodes.Select(node => readiness.LookAsync(node, token)));
                var silent = nodes.Zip(looks).Where(one => !one.Second.Holds).Select(one => $"{one.First.Name}: {one.Second.Seen}").ToList();
                return new Look(silent.Count == 0, string.Join("; ", silent));
            case Condition.Acknowledged wanted:
                var count = state.Acknowledged;
                return new Look(count >= wanted.Records, string.Create(null, $"{count} acknowledged"));
            default:
                throw new InvalidOperationException($"condition {condition} is not known");
        }
    }
}
