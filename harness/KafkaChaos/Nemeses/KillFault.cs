using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Ends the processes of its nodes with SIGKILL, by Docker API calls that go out together.</summary>
internal sealed class KillFault(Recorder recorder)
{
    public const string Method = "parallel Docker API calls";

    public async Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        // Also opens a connection to the engine for each node, so that the calls need none of their own.
        var states = await Task.WhenAll(nodes.Select(node => node.StateAsync(token)));
        var dead = nodes.Where((_, place) => !states[place].Running).ToList();
        foreach (var node in dead)
        {
            recorder.Record(new FaultFailed(step, Fault.Kill, node.Name, "its process does not run, so it cannot be killed") { At = recorder.Now });
        }

        await Task.WhenAll(nodes.Except(dead).Select(node => KillAsync(step, node, token)));
        if (dead.Count > 0)
        {
            throw new FaultException($"{string.Join(", ", dead.Select(node => node.Name))} did not run when the kill was due");
        }
    }

    private async Task KillAsync(int step, ClusterNode node, CancellationToken token)
    {
        var sent = recorder.Now;
        await node.KillAsync(token);
        var state = default(ProcessState);
        await Wait.UntilAsync($"the process of {node.Name} to be gone", SeenGoneDeadline, async cancelled =>
        {
            state = await node.StateAsync(cancelled);
            return new Look(!state.Running, $"running since {state.Started:HH:mm:ss.fff}");
        }, token);
        recorder.Record(new FaultApplied(
            step, Fault.Kill, node.Name, sent, recorder.Now, recorder.OnClock(state!.Finished ?? state.Started), $"process gone, exit code {state.ExitCode}")
        { At = recorder.Now });
    }

    // The engine itself waits 10 s for the end of a process that it killed.
    private static TimeSpan SeenGoneDeadline { get; } = TimeSpan.FromSeconds(20);
}
