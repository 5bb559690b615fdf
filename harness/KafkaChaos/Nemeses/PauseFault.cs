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

    /// <exception cref="FaultException">The engine took the request, and a container is not paused.</exception>
    public async Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        var proof = agent is null ? "frozen: the engine says that it is paused" : "frozen";
        await DoAsync(step, Fault.Pause, new AgentRequest.Freeze(cluster.GroupsOver(nodes), GroupsOf(nodes)), nodes, (node, began, done) =>
        {
            recorder.Record(new FaultApplied(step, Fault.Pause, node.Name, sent, recorder.Now, done, proof) { At = recorder.Now, Freezing = began });
            return Task.CompletedTask;
        }, token);
    }

    /// <exception cref="EnvironmentException">A node does not come to serve again.</exception>
    /// <exception cref="FaultException">The engine took the request, and a container is paused still.</exception>
    public async Task UndoAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        await DoAsync(step, Fault.Resume, new AgentRequest.Thaw(GroupsOf(nodes)), nodes, async (node, _, done) =>
        {
            var seen = await starter.SeenAsync(node, token);
            recorder.Record(new FaultApplied(step, Fault.Resume, node.Name, sent, recorder.Now, done, $"thawed; {seen}") { At = recorder.Now });
        }, token);
    }

    private static List<string> GroupsOf(IReadOnlyList<ClusterNode> nodes) => [.. nodes.Select(node => node.Group)];

    // Tells of each node when it was asked, and when it was seen to be done.
    private async Task DoAsync(int step, Fault fault, AgentRequest request, IReadOnlyList<ClusterNode> nodes, Func<ClusterNode, TimeSpan, TimeSpan, Task> tell, CancellationToken token)
    {
        if (agent is not null)
        {
            var answer = await agent.DoAsync(step, request, recorder, token);
            await Task.WhenAll(nodes.Select(node => tell(node, recorder.OnClock(answer.Began), recorder.OnClock(answer.Done))));
            return;
        }

        await Task.WhenAll(nodes.Select(async node =>
        {
            var began = recorder.Now;
            await AskEngineAsync(step, fault, node, token);
            await tell(node, began, recorder.Now);
        }));
    }

    // That the engine took a request is no proof: the state of the container is.
    private async Task AskEngineAsync(int step, Fault fault, ClusterNode node, CancellationToken token)
    {
        if (fault == Fault.Pause)
        {
            await node.PauseAsync(token);
        }
        // A pause that did not bite is undone at the end like the others, and an engine refuses to thaw what is not frozen.
        else if (step != Nemesis.Undo || (await node.StateAsync(token)).Paused)
        {
            await node.UnpauseAsync(token);
        }

        var state = await node.StateAsync(token);
        if (state.Paused != (fault == Fault.Pause))
        {
            var seen = state.Paused ? "the engine took the request, and says that the container is still paused"
                : $"the engine took the request, and says that the container is not paused: it {(state.Running ? "runs" : $"ended, exit code {state.ExitCode}")}";
            recorder.Record(new FaultFailed(step, fault, node.Name, seen) { At = recorder.Now });
            throw new FaultException($"{node.Name} was to {fault.ToString().ToLowerInvariant()}: {seen}");
        }
    }
}
