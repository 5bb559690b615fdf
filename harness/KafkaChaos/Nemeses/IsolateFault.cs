using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Drops the packets between its nodes and others, on connections that stand as on new ones; nodes of one target go on hearing each other.</summary>
/// <param name="cluster">Where the nodes are.</param>
/// <param name="agent">Null where there is none: then it cannot be done.</param>
/// <param name="starter">Says when a healed node serves.</param>
/// <param name="states">What faults have left the nodes in.</param>
/// <param name="recorder">Gets what was seen.</param>
internal sealed class IsolateFault(Cluster cluster, Agent? agent, SupervisedStart starter, NodeStates states, Recorder recorder)
{
    public const string Method = "the agent: iptables, a chain of its own in each node's network namespace";
    public const string UndoMethod = "the agent: the chains removed";

    // By node, the names of the rules that it has.
    private readonly Dictionary<ClusterNode, List<string>> _rules = [];

    private Agent Agent => agent ?? throw new FaultException("without the agent nothing can be isolated");

    // All that talk do so several times in a session; what is dropped shows long before.
    private TimeSpan BiteDeadline => 2 * cluster.LongestSession;

    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    /// <exception cref="FaultException">A node had no packet to drop, though its process runs.</exception>
    public async Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, FaultOptions.Isolation isolation, CancellationToken token)
    {
        var (sent, name) = (recorder.Now, $"cut{step + 1}");
        var answer = await Agent.DoAsync(new AgentRequest.SetRules(name, [.. nodes.Select(node => IsolationRules.Of(cluster, node, nodes, isolation))]), token);
        recorder.Record(new AgentActed(step, answer.Commands) { At = recorder.Now });
        foreach (var node in nodes)
        {
            _rules.TryAdd(node, []);
            _rules[node].Add(name);
        }

        await Task.WhenAll(nodes.Select(async node =>
        {
            var (dropped, proof) = (states[node.Name] & (NodeState.Dead | NodeState.Off | NodeState.Paused)) != 0
                ? (0, "its rules stand; its process does not run, so that there was no packet to drop")
                : await DroppedAsync(name, node, token);
            recorder.Record(new FaultApplied(step, Fault.Isolate, node.Name, sent, recorder.Now, recorder.OnClock(answer.Done), proof) { At = recorder.Now, Packets = dropped });
        }));
    }

    /// <summary>Removes every rule of the nodes, whichever step set it.</summary>
    /// <exception cref="EnvironmentException">The agent could not do it, or a node does not come to serve again.</exception>
    public async Task UndoAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        var dropped = new Dictionary<ClusterNode, long>();
        foreach (var node in nodes)
        {
            foreach (var name in _rules.GetValueOrDefault(node) ?? [])
            {
                dropped[node] = dropped.GetValueOrDefault(node) + await CountAsync(name, node, token);
                var answer = await Agent.DoAsync(new AgentRequest.DropRules(name, [node.SandboxGroup]), token);
                recorder.Record(new AgentActed(step, answer.Commands) { At = recorder.Now });
            }

            _rules.Remove(node);
            states.Take(Fault.Heal, node.Name);
        }

        var healed = recorder.Now;
        await Task.WhenAll(nodes.Select(async node =>
        {
            var seen = (states[node.Name] & (NodeState.Dead | NodeState.Off | NodeState.Paused)) != 0 ? "its process does not run" : await starter.SeenAsync(node, token);
            recorder.Record(new FaultApplied(step, Fault.Heal, node.Name, sent, recorder.Now, healed, $"{dropped.GetValueOrDefault(node)} packets had been dropped; {seen}") { At = recorder.Now, Packets = dropped.GetValueOrDefault(node) });
        }));
    }

    private async Task<(long Dropped, string Proof)> DroppedAsync(string name, ClusterNode node, CancellationToken token)
    {
        var dropped = 0L;
        try
        {
            await Wait.UntilAsync($"a packet of {node.Name} to be dropped", BiteDeadline, async cancelled =>
            {
                dropped = await CountAsync(name, node, cancelled);
                return new Look(dropped > 0, "none yet");
            }, token);
        }
        catch (WaitException late)
        {
            throw new FaultException($"the isolation of {node.Name} was not seen to bite: {late.Message}", late);
        }

        return (dropped, $"{dropped} packets dropped so far");
    }

    private async Task<long> CountAsync(string name, ClusterNode node, CancellationToken token) =>
        (await Agent.DoAsync(new AgentRequest.CountPackets(name, [node.SandboxGroup]), token)).Packets[node.SandboxGroup];
}
