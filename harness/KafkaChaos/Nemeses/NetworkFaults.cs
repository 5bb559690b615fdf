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

    // By node, what was laid on it, and what it is cut off from.
    private readonly Dictionary<ClusterNode, List<(LaidFault Fault, CutOff? Cut)>> _laid = [];

    private Agent Agent => agent ?? throw new FaultException("without the agent no network can be broken");

    // All that talk do so several times in a session; that packets met the rules shows long before.
    private TimeSpan BiteDeadline => 2 * cluster.LongestSession;

    // Who has nothing else to say keeps its session, by a word in every third of it.
    private TimeSpan TalkInterval => cluster.LongestSession / 2;

    /// <returns>Why an isolation would change nothing on a node; null where it would.</returns>
    public string? Objection(ClusterNode node, IReadOnlyList<ClusterNode> together, FaultOptions.Isolation isolation) =>
        CutOf(node, together, isolation).Objection([.. (_laid.GetValueOrDefault(node) ?? []).Select(one => one.Cut).OfType<CutOff>()]);

    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    /// <exception cref="FaultException">A node had no packet to drop, though its process runs.</exception>
    public async Task IsolateAsync(int step, IReadOnlyList<ClusterNode> nodes, FaultOptions.Isolation isolation, CancellationToken token)
    {
        var (sent, laid) = (recorder.Now, LaidFault.Isolation(step));
        var done = await ActAsync(step, new AgentRequest.SetRules(laid.Name, [.. nodes.Select(node => NetworkRules.Of(cluster, node, nodes, isolation))], Last: false), token);
        foreach (var node in nodes)
        {
            Note(node, laid, CutOf(node, nodes, isolation));
        }

        var met = await MetAsync(step, Fault.Isolate, nodes, laid, "dropped", token);
        foreach (var node in nodes)
        {
            recorder.Record(new FaultApplied(step, Fault.Isolate, node.Name, sent, recorder.Now, done, Proof(node, met[node], "dropped")) { At = recorder.Now, Packets = met[node].All });
        }
    }

    /// <param name="step">The step's index.</param>
    /// <param name="nodes">Those that are slow.</param>
    /// <param name="slowness">How.</param>
    /// <param name="toward">The other end; null for everybody.</param>
    /// <param name="token">Ends the waits.</param>
    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    /// <exception cref="FaultException">A node had no packet to slow, though its process runs and it is slow toward everybody.</exception>
    public async Task SlowAsync(int step, IReadOnlyList<ClusterNode> nodes, FaultOptions.Slowness slowness, IReadOnlyList<ClusterNode>? toward, CancellationToken token)
    {
        var (sent, done, laid) = (recorder.Now, recorder.Now, LaidFault.Slowness(step, slowness));
        if (laid.Delays)
        {
            var (delay, jitter) = (slowness.Delay ?? TimeSpan.Zero, slowness.Jitter ?? TimeSpan.Zero);
            await ActAsync(step, new AgentRequest.DelayPackets(laid.Name, laid.Number, (long)delay.TotalNanoseconds, (long)jitter.TotalNanoseconds, step, GroupsOf(nodes)), token);
        }

        if (laid.Ruled)
        {
            done = await ActAsync(step, new AgentRequest.SetRules(laid.Name, [.. nodes.Select(node => NetworkRules.Of(node, nodes, toward, slowness, laid.Number))], Last: true), token);
        }

        if (slowness.BytesPerSecond is { } rate)
        {
            done = await ActAsync(step, new AgentRequest.LimitRates(laid.Number, rate, [.. nodes.Select(node => NetworkRules.Limited(node, nodes, toward))]), token);
        }

        foreach (var node in nodes)
        {
            Note(node, laid, null);
        }

        var met = await MetAsync(step, Fault.Slow, nodes, laid, "slowed", token);
        foreach (var node in nodes)
        {
            recorder.Record(new FaultApplied(step, Fault.Slow, node.Name, sent, recorder.Now, done, Proof(node, met[node], "lost"))
            {
                At = recorder.Now,
                Packets = met[node].All,
                Lost = laid.Drops ? met[node].Dropped : null,
                Delayed = laid.Delays ? met[node].Delayed : null,
                Undelayed = laid.Delays ? met[node].Undelayed : null,
                Limited = laid.Limits ? met[node].Limited : null,
            });
        }
    }

    /// <summary>Takes away all that was laid on the nodes, whichever step did so, and looks whether it is gone.</summary>
    /// <exception cref="EnvironmentException">The agent could not do it, or a node does not come to serve again.</exception>
    public async Task HealAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        var met = new Dictionary<ClusterNode, PacketCounts>();
        foreach (var node in nodes)
        {
            foreach (var (laid, _) in _laid.GetValueOrDefault(node) ?? [])
            {
                var (counts, commands) = await CountAsync(laid, [node], token);
                recorder.Record(new AgentActed(step, commands) { At = recorder.Now });
                met[node] = met.GetValueOrDefault(node) + counts[node];
                if (laid.Ruled)
                {
                    await ActAsync(step, new AgentRequest.DropRules(laid.Name, [node.SandboxGroup]), token);
                }

                if (laid.Delays)
                {
                    await ActAsync(step, new AgentRequest.ReleasePackets(laid.Name, [node.SandboxGroup]), token);
                }

                if (laid.Limits)
                {
                    await ActAsync(step, new AgentRequest.FreeRates(laid.Number, [node.SandboxGroup]), token);
                }
            }

            _laid.Remove(node);
            states.Take(Fault.Heal, node.Name);
        }

        var look = await Agent.DoAsync(step, new AgentRequest.FindRemains(GroupsOf(nodes)), recorder, token);
        await Task.WhenAll(nodes.Select(async node =>
        {
            var seen = (states[node.Name] & NoProcess) != 0 ? "its process does not run" : await starter.SeenAsync(node, token);
            var (counts, remains) = (met.GetValueOrDefault(node), look.Remains[node.SandboxGroup]);
            var left = remains.Count == 0 ? "nothing stands of it any more" : $"there still stood: {string.Join("; ", remains)}";
            recorder.Record(new FaultApplied(step, Fault.Heal, node.Name, sent, recorder.Now, recorder.OnClock(look.Done), $"{Met(counts, "dropped")} until then; {left}; {seen}")
            {
                At = recorder.Now,
                Packets = counts.All,
                Delayed = counts.Delayed,
                Undelayed = counts.Undelayed,
                Remains = remains,
            });
        }));
    }

    private static List<string> GroupsOf(IReadOnlyList<ClusterNode> nodes) => [.. nodes.Select(node => node.SandboxGroup)];

    private static string Met(PacketCounts counts, string dropped) => counts.Words(dropped) is { Length: > 0 } words ? words : "no packet met them";

    private CutOff CutOf(ClusterNode node, IReadOnlyList<ClusterNode> together, FaultOptions.Isolation isolation) =>
        NetworkRules.Cut(cluster.Nodes, cluster.ClientAddress, node, together, isolation);

    private void Note(ClusterNode node, LaidFault laid, CutOff? cut)
    {
        _laid.TryAdd(node, []);
        _laid[node].Add((laid, cut));
    }

    private async Task<TimeSpan> ActAsync(int step, AgentRequest request, CancellationToken token)
    {
        var answer = await Agent.DoAsync(step, request, recorder, token);
        return recorder.OnClock(answer.Done);
    }

    private bool Runs(ClusterNode node) => (states[node.Name] & NoProcess) == 0;

    private string Proof(ClusterNode node, PacketCounts met, string dropped) =>
        met != default ? $"{met.Words(dropped)} so far"
        : Runs(node) ? "its rules stand; no packet met them so far"
        : "its rules stand; its process does not run, so that no packet could meet them";

    // Waits until every node whose process runs has met them; where they are toward some, for one that has, and the others as long as those that talk need.
    private async Task<Dictionary<ClusterNode, PacketCounts>> MetAsync(int step, Fault fault, IReadOnlyList<ClusterNode> nodes, LaidFault laid, string word, CancellationToken token)
    {
        var (began, running) = (recorder.Now, nodes.Where(Runs).ToList());
        var (met, commands) = (nodes.ToDictionary(node => node, _ => default(PacketCounts)), (IReadOnlyList<string>)[]);
        try
        {
            await Wait.UntilAsync($"a packet of each node to be {word}", BiteDeadline, async cancelled =>
            {
                var (counts, done) = await CountAsync(laid, running, cancelled);
                commands = done;
                foreach (var (node, count) in counts)
                {
                    met[node] = count;
                }

                var without = running.Where(node => !laid.Bit([met[node]])).ToList();
                return new Look(
                    without.Count == 0 || (laid.Toward && laid.Bit(met.Values) && recorder.Now - began > TalkInterval),
                    string.Join("; ", without.Select(node => $"{node.Name}: {Met(met[node], word)}")));
            }, token);
        }
        catch (WaitException late) when (!laid.Toward)
        {
            throw new FaultException($"the {fault.ToString().ToLowerInvariant()} was not seen to bite: {late.Message}", late);
        }
        // Its nodes may have nothing to say to those others; the history shows that none did.
        catch (WaitException)
        {
        }

        // Of many looks the one that the proof states.
        recorder.Record(new AgentActed(step, commands) { At = recorder.Now });
        return met;
    }

    // Of the rules and of the limit, as far as there are any.
    private async Task<(Dictionary<ClusterNode, PacketCounts> Counts, IReadOnlyList<string> Commands)> CountAsync(LaidFault laid, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var (groups, counts, commands) = (GroupsOf(nodes), nodes.ToDictionary(node => node, _ => default(PacketCounts)), new List<string>());
        if (laid.Ruled)
        {
            var answer = await Agent.DoAsync(new AgentRequest.CountPackets(laid.Name, groups), token);
            commands.AddRange(answer.Commands);
            foreach (var node in nodes)
            {
                var met = answer.Met[node.SandboxGroup];
                counts[node] += new PacketCounts(met.Dropped, met.Delayed, met.Undelayed, 0);
            }
        }

        if (laid.Limits)
        {
            var answer = await Agent.DoAsync(new AgentRequest.CountLimited(laid.Number, groups), token);
            commands.AddRange(answer.Commands);
            foreach (var node in nodes)
            {
                counts[node] += new PacketCounts(0, 0, 0, answer.Limited[node.SandboxGroup]);
            }
        }

        return (counts, commands);
    }
}
