using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Ends the processes of its nodes with SIGKILL: by the agent all at one instant, else by Docker API calls that go out together.</summary>
/// <param name="cluster">Where the nodes are.</param>
/// <param name="agent">Null where there is none.</param>
/// <param name="recorder">Gets what was seen.</param>
internal sealed class KillFault(Cluster cluster, Agent? agent, Recorder recorder)
{
    // The engine itself waits 10 s for the end of a process that it killed.
    private static TimeSpan SeenGoneDeadline { get; } = TimeSpan.FromSeconds(20);

    public string Method => agent is null ? "parallel Docker API calls" : "the agent: control groups frozen, SIGKILL to every process, thawed";

    public async Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        if (agent is null)
        {
            await Task.WhenAll(nodes.Select(node => KillAsync(step, node, token)));
            return;
        }

        var sent = recorder.Now;
        var answer = await agent.DoAsync(step, new AgentRequest.Kill(cluster.GroupsOver(nodes), [.. nodes.Select(node => node.Group)]), recorder, token);
        await Task.WhenAll(nodes.Select(async node =>
        {
            var deaths = answer.Deaths.Where(death => death.Group == node.Group).ToList();
            var state = await GoneAsync(node, token);
            recorder.Record(new FaultApplied(
                step, Fault.Kill, node.Name, sent, recorder.Now, recorder.OnClock(answer.Done), $"frozen, then process {string.Join(", ", deaths.Select(death => death.Process))} gone, exit code {state.ExitCode}")
            {
                At = recorder.Now,
                Freezing = recorder.OnClock(answer.Began),
                Died = deaths.Count > 0 ? recorder.OnClock(deaths.Max(death => death.At)) : null,
            });
        }));
    }

    private async Task KillAsync(int step, ClusterNode node, CancellationToken token)
    {
        var sent = recorder.Now;
        await node.KillAsync(token);
        var state = await GoneAsync(node, token);
        recorder.Record(new FaultApplied(
            step, Fault.Kill, node.Name, sent, recorder.Now, recorder.OnClock(state.Finished ?? state.Started), $"process gone, exit code {state.ExitCode}")
        { At = recorder.Now });
    }

    /// <summary>Waits until the engine says that the process of a node has ended.</summary>
    internal static async Task<ProcessState> GoneAsync(ClusterNode node, CancellationToken token)
    {
        var state = default(ProcessState);
        await Wait.UntilAsync($"the process of {node.Name} to be gone", SeenGoneDeadline, async cancelled =>
        {
            state = await node.StateAsync(cancelled);
            return new Look(!state.Running, $"running since {state.Started:HH:mm:ss.fff}");
        }, token);
        return state!;
    }
}
