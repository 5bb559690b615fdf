using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Drops, delays, loses and limits the packets between its nodes and others, on connections that stand as on new ones; nodes of one target go on hearing each other.</summary>
/// <param name="cluster">Where the nodes are.</param>
/// <param name="agent">Null where there is none: then it cannot be done.</param>
/// <param name="starter">Says when a healed node serves.</param>
/// <param name="states">What faults have left the nodes in.</param>
/// <param name="recorder">Gets what was seen.</param>
internal sealed class NetworkFaults(Cluster cluster, Agent? agent, SupervisedStart starter, NodeStates states, Recorder recorder)
{
    public const string IsolateMethod = "the agent: iptables, a chain of its own in each node's network namespace";
    public const string SlowMethod = "the agent: iptables' statistic match for loss, a packet queue (NFQUEUE) for delay, packet classes (htb, u32) for rate";
    public const string HealMethod = "the agent: the chains and classes removed, what waited let go on";

    private const NodeState NoProcess = NodeState.Dead | NodeState.Off | NodeState.Paused;

    // By node, what was laid on it.
    private readonly Dictionary<ClusterNode, List<Laid>> _laid = [];

    private Agent Agent => agent ?? throw new FaultException("without the agent no network can be broken");

    // All that talk do so several times in a session; that packets met the rules shows long before.
    private TimeSpan BiteDeadline => 2 * cluster.LongestSession;

    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    /// <exception cref="FaultException">A node had no packet to drop, though its process runs.</exception>
    public async Task IsolateAsync(int step, IReadOnlyList<ClusterNode> nodes, FaultOptions.Isolation isolation, CancellationToken token)
    {
        var (sent, name) = (recorder.Now, $"cut{step + 1}");
        var done = await ActAsync(step, new AgentRequest.SetRules(name, [.. nodes.Select(node => NetworkRules.Of(cluster, node, nodes, isolation))], Last: false), token);
        var laid = new Laid(name, Number(step), Ruled: true, Delayed: false, Limited: false);
        Note(nodes, laid);
        await BittenAsync(step, Fault.Isolate, nodes, laid, sent, done, "dropped", token);
    }

    /// <param name="step">The step's index.</param>
    /// <param name="nodes">Those that are slow.</param>
    /// <param name="slowness">How.</param>
    /// <param name="toward">The other end; null for everybody.</param>
    /// <param name="token">Ends the waits.</param>
    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    /// <exception cref="FaultException">A node had no packet to slow, though its process runs.</exception>
    public async Task SlowAsync(int step, IReadOnlyList<ClusterNode> nodes, FaultOptions.Slowness slowness, IReadOnlyList<ClusterNode>? toward, CancellationToken token)
    {
        var (sent, done, name, number) = (recorder.Now, recorder.Now, $"slow{step + 1}", Number(step));
        var laid = new Laid(name, number, NetworkRules.Rules(slowness), NetworkRules.Delays(slowness), slowness.BytesPerSecond is not null);
        if (laid.Delayed)
        {
            var (delay, jitter) = (slowness.Delay ?? TimeSpan.Zero, slowness.Jitter ?? TimeSpan.Zero);
            await ActAsync(step, new AgentRequest.DelayPackets(name, number, (long)delay.TotalNanoseconds, (long)jitter.TotalNanoseconds, step, GroupsOf(nodes)), token);
        }

        if (laid.Ruled)
        {
            done = await ActAsync(step, new AgentRequest.SetRules(name, [.. nodes.Select(node => NetworkRules.Of(node, nodes, toward, slowness, number))], Last: true), token);
        }

        if (slowness.BytesPerSecond is { } rate)
        {
            done = await ActAsync(step, new AgentRequest.LimitRates(number, rate, [.. nodes.Select(node => NetworkRules.Limited(node, nodes, toward))]), token);
        }

        Note(nodes, laid);
        await BittenAsync(step, Fault.Slow, nodes, laid, sent, done, "slowed, lost or limited", token);
    }

    /// <summary>Takes away all that was laid on the nodes, whichever step did so.</summary>
    /// <exception cref="EnvironmentException">The agent could not do it, or a node does not come to serve again.</exception>
    public async Task HealAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        var met = new Dictionary<ClusterNode, long>();
        foreach (var node in nodes)
        {
            foreach (var laid in _laid.GetValueOrDefault(node) ?? [])
            {
                met[node] = met.GetValueOrDefault(node) + (await CountAsync(laid, node, token)).Sum();
                if (laid.Ruled)
                {
                    await ActAsync(step, new AgentRequest.DropRules(laid.Name, [node.SandboxGroup]), token);
                }

                if (laid.Delayed)
                {
                    await ActAsync(step, new AgentRequest.ReleasePackets(laid.Name, [node.SandboxGroup]), token);
                }

                if (laid.Limited)
                {
                    await ActAsync(step, new AgentRequest.FreeRates(laid.Number, [node.SandboxGroup]), token);
                }
            }

            _laid.Remove(node);
            states.Take(Fault.Heal, node.Name);
        }

        var healed = recorder.Now;
        await Task.WhenAll(nodes.Select(async node =>
        {
            var seen = (states[node.Name] & NoProcess) != 0 ? "its process does not run" : await starter.SeenAsync(node, token);
            var packets = met.GetValueOrDefault(node);
            recorder.Record(new FaultApplied(step, Fault.Heal, node.Name, sent, recorder.Now, healed, $"{packets} packets had met the rules; {seen}") { At = recorder.Now, Packets = packets });
        }));
    }

    private static List<string> GroupsOf(IReadOnlyList<ClusterNode> nodes) => [.. nodes.Select(node => node.SandboxGroup)];

    private void Note(IReadOnlyList<ClusterNode> nodes, Laid laid)
    {
        foreach (var node in nodes)
        {
            _laid.TryAdd(node, []);
            _laid[node].Add(laid);
        }
    }

    private async Task<TimeSpan> ActAsync(int step, AgentRequest request, CancellationToken token)
    {
        var answer = await Agent.DoAsync(step, request, recorder, token);
        return recorder.OnClock(answer.Done);
    }

    private Task BittenAsync(int step, Fault fault, IReadOnlyList<ClusterNode> nodes, Laid laid, TimeSpan sent, TimeSpan done, string word, CancellationToken token) => Task.WhenAll(nodes.Select(async node =>
    {
        var (packets, proof) = (states[node.Name] & NoProcess) != 0
            ? (0, "its rules stand; its process does not run, so that no packet could meet them")
            : await MetAsync(fault, laid, node, word, token);
        recorder.Record(new FaultApplied(step, fault, node.Name, sent, recorder.Now, done, proof) { At = recorder.Now, Packets = packets });
    }));

    private async Task<(long Packets, string Proof)> MetAsync(Fault fault, Laid laid, ClusterNode node, string word, CancellationToken token)
    {
        var packets = 0L;
        try
        {
            await Wait.UntilAsync($"a packet of {node.Name} to be {word}", BiteDeadline, async cancelled =>
            {
                var met = await CountAsync(laid, node, cancelled);
                packets = met.Sum();
                return new Look(met.All(count => count > 0), packets == 0 ? "none yet" : "rules or limit have met none yet");
            }, token);
        }
        catch (WaitException late)
        {
            throw new FaultException($"the {fault.ToString().ToLowerInvariant()} of {node.Name} was not seen to bite: {late.Message}", late);
        }

        return (packets, $"{packets} packets {word} so far");
    }

    // Of the rules and of the limit, as far as there are any.
    private async Task<IReadOnlyList<long>> CountAsync(Laid laid, ClusterNode node, CancellationToken token)
    {
        var counts = new List<long>();
        if (laid.Ruled)
        {
            counts.Add((await Agent.DoAsync(new AgentRequest.CountPackets(laid.Name, [node.SandboxGroup]), token)).Packets[node.SandboxGroup]);
        }

        if (laid.Limited)
        {
            counts.Add((await Agent.DoAsync(new AgentRequest.CountLimited(laid.Number, [node.SandboxGroup]), token)).Packets[node.SandboxGroup]);
        }

        return counts;
    }

    private static ushort Number(int step) => (ushort)(step + 1);

    private sealed record Laid(string Name, ushort Number, bool Ruled, bool Delayed, bool Limited);
}
