using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Takes the power from machines: silence on the network, and what was not on their disks is gone; and gives it back.</summary>
/// <param name="cluster">Where the nodes are.</param>
/// <param name="agent">Null where there is none: then it cannot be done.</param>
/// <param name="starter">Starts the nodes again.</param>
/// <param name="recorder">Gets what was seen.</param>
internal sealed class PowerFault(Cluster cluster, Agent? agent, SupervisedStart starter, Recorder recorder)
{
    public const string Method = "the agent: control groups frozen, disks shut without a flush (EXT4_IOC_SHUTDOWN), every packet dropped, SIGKILL to every process, thawed";
    public const string UndoMethod = "the agent: packets pass again; supervised start on the recovered disk";

    // By node that is off: the rule that counts what its peers hear from it, where they are, and what they had heard before.
    private readonly Dictionary<ClusterNode, Watch> _watched = [];
    private int _watches;

    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    public async Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var watches = new List<(ClusterNode Node, Watch Watch)>();
        foreach (var node in nodes)
        {
            watches.Add((node, await WatchAsync(step, node, nodes, token)));
        }

        var sent = recorder.Now;
        var answer = await Agent.DoAsync(
            step, new AgentRequest.PowerOff(cluster.GroupsOver(nodes), [.. nodes.Select(node => new PoweredNode(node.Group, node.SandboxGroup, node.Name))]), recorder, token);
        // What was on its way when the silence began has arrived.
        foreach (var (node, watch) in watches)
        {
            _watched[node] = watch with { Heard = await HeardAsync(watch, token) };
        }

        await Task.WhenAll(nodes.Select(async node =>
        {
            var deaths = answer.Deaths.Where(death => death.Group == node.Group).ToList();
            var shut = answer.Shut.TryGetValue(node.Name, out var at) ? recorder.OnClock(at) : default(TimeSpan?);
            var state = await KillFault.GoneAsync(node, token);
            var proof = deaths.Count == 0
                ? "silent; its process had ended before, and its disk was written then"
                : $"frozen, disk shut, silent, then process {string.Join(", ", deaths.Select(death => death.Process))} gone, exit code {state.ExitCode}";
            recorder.Record(new FaultApplied(step, Fault.PowerOff, node.Name, sent, recorder.Now, recorder.OnClock(answer.Done), proof)
            {
                At = recorder.Now,
                Freezing = recorder.OnClock(answer.Began),
                Died = deaths.Count > 0 ? recorder.OnClock(deaths.Max(death => death.At)) : null,
                Silenced = recorder.OnClock(answer.Silenced ?? answer.Done),
                DiskShut = shut,
            });
        }));
    }

    /// <exception cref="EnvironmentException">The agent could not do it, or a node does not come to serve again.</exception>
    public async Task UndoAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        var heard = new Dictionary<ClusterNode, long>();
        foreach (var node in nodes)
        {
            _watched.Remove(node, out var watch);
            heard[node] = await HeardAsync(watch!, token) - watch!.Heard;
            await Agent.DoAsync(step, new AgentRequest.DropRules(watch.Name, watch.Peers), recorder, token);
        }

        var answer = await Agent.DoAsync(step, new AgentRequest.DropRules(AgentRequest.PowerOff.Rules, [.. nodes.Select(node => node.SandboxGroup)]), recorder, token);
        await Task.WhenAll(nodes.Select(async node =>
        {
            var (started, seen) = await starter.StartAsync(node, token);
            recorder.Record(new FaultApplied(step, Fault.PowerOn, node.Name, sent, recorder.Now, started, $"{heard[node]} packets came from it while it was off; {seen}") { At = recorder.Now, Packets = heard[node] });
        }));
    }

    private Agent Agent => agent ?? throw new FaultException("without the agent no power can be taken");

    private async Task<Watch> WatchAsync(int step, ClusterNode node, IReadOnlyList<ClusterNode> off, CancellationToken token)
    {
        var watch = new Watch($"heard{++_watches}", [.. cluster.Nodes.Except(off).Except(_watched.Keys).Select(peer => peer.SandboxGroup)], 0);
        var answer = await Agent.DoAsync(step, new AgentRequest.SetRules(watch.Name, [.. watch.Peers.Select(peer => new SandboxRules(peer, [$"-s {node.Address}"], []))], Last: false), recorder, token);
        return watch;
    }

    private async Task<long> HeardAsync(Watch watch, CancellationToken token) =>
        watch.Peers.Count == 0 ? 0 : (await Agent.DoAsync(new AgentRequest.CountPackets(watch.Name, watch.Peers), token)).Packets.Values.Sum();

    private sealed record Watch(string Name, IReadOnlyList<string> Peers, long Heard);
}
