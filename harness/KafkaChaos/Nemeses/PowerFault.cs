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
    public const string Method = "the agent: control groups frozen, disks shut without a flush (EXT4_IOC_SHUTDOWN), every packet dropped and every queue emptied, SIGKILL to every process, thawed";
    public const string UndoMethod = "the agent: packets pass again; supervised start on the recovered disk";

    // By node that is off, what its interface had sent when it fell silent; null where it has no counters.
    private readonly Dictionary<ClusterNode, FramesSent?> _silent = [];

    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    public async Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var sent = recorder.Now;
        var answer = await Agent.DoAsync(
            step, new AgentRequest.PowerOff(cluster.GroupsOver(nodes), [.. nodes.Select(node => new PoweredNode(node.Group, node.SandboxGroup, node.Name))]), recorder, token);
        foreach (var node in nodes)
        {
            _silent[node] = answer.Sent.GetValueOrDefault(node.SandboxGroup);
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
        var groups = nodes.Select(node => node.SandboxGroup).ToList();
        // Of the machine's own interface, behind all rules: whoever would have heard it.
        var now = (await Agent.DoAsync(step, new AgentRequest.CountSent(groups), recorder, token)).Sent;
        var left = nodes.ToDictionary(node => node, node => _silent.Remove(node, out var then) && then is not null ? now.GetValueOrDefault(node.SandboxGroup)?.Since(then) : null);
        await Agent.DoAsync(step, new AgentRequest.DropRules(AgentRequest.PowerOff.Rules, groups), recorder, token);
        await Task.WhenAll(nodes.Select(async node =>
        {
            var (started, seen) = await starter.StartAsync(node, token);
            recorder.Record(new FaultApplied(step, Fault.PowerOn, node.Name, sent, recorder.Now, started, $"{(left[node] is { } packets ? $"{packets}" : "an unknown number of")} packets left it while it was off; {seen}")
            {
                At = recorder.Now,
                Packets = left[node],
            });
        }));
    }

    private Agent Agent => agent ?? throw new FaultException("without the agent no power can be taken");
}
