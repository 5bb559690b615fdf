using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Freezes the processes of its nodes and thaws them again: connections stay open, and peers are told nothing.</summary>
/// <param name="cluster">Where the nodes are.</param>
/// <param name="agent">Null where there is none: then the engine pauses each container.</param>
/// <param name="starter">Says when a thawed node serves.</param>
/// <param name="recorder">Gets what was seen.</param>
internal sealed class PauseFault(Cluster cluster, Agent? agent, SupervisedStart starter, Recorder recorder)
{
    public string Method => agent is null ? "parallel Docker API calls" : "the agent: control groups frozen";

    public string UndoMethod => agent is null ? "parallel Docker API calls" : "the agent: control groups thawed";

    public async Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        var done = await DoAsync(step, new AgentRequest.Freeze(cluster.GroupsOver(nodes), GroupsOf(nodes)), nodes, (node, cancelled) => node.PauseAsync(cancelled), token);
        foreach (var node in nodes)
        {
            var (began, at) = done[node];
            recorder.Record(new FaultApplied(step, Fault.Pause, node.Name, sent, recorder.Now, at, "frozen") { At = recorder.Now, Freezing = began });
        }
    }

    /// <exception cref="EnvironmentException">A node does not come to serve again.</exception>
    public async Task UndoAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        var done = await DoAsync(step, new AgentRequest.Thaw(GroupsOf(nodes)), nodes, (node, cancelled) => node.UnpauseAsync(cancelled), token);
        await Task.WhenAll(nodes.Select(async node =>
        {
            var seen = await starter.SeenAsync(node, token);
            recorder.Record(new FaultApplied(step, Fault.Resume, node.Name, sent, recorder.Now, done[node].Done, $"thawed; {seen}") { At = recorder.Now });
        }));
    }

    private static List<string> GroupsOf(IReadOnlyList<ClusterNode> nodes) => [.. nodes.Select(node => node.Group)];

    // For each node when it was asked, and when it was seen to be done.
    private async Task<Dictionary<ClusterNode, (TimeSpan Began, TimeSpan Done)>> DoAsync(
        int step, AgentRequest request, IReadOnlyList<ClusterNode> nodes, Func<ClusterNode, CancellationToken, Task> byEngine, CancellationToken token)
    {
        if (agent is not null)
        {
            var answer = await agent.DoAsync(step, request, recorder, token);
            return nodes.ToDictionary(node => node, _ => (recorder.OnClock(answer.Began), recorder.OnClock(answer.Done)));
        }

        var done = await Task.WhenAll(nodes.Select(async node =>
        {
            var began = recorder.Now;
            await byEngine(node, token);
            return (Node: node, Times: (began, recorder.Now));
        }));
        return done.ToDictionary(one => one.Node, one => one.Times);
    }
}
