using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Probing;

namespace KafkaChaos.Nemeses;

/// <summary>
/// Starts nodes, and starts a broker again when it exits because its last session still stands, or ZooKeeper or KRaft's quorum is not there yet.
/// A node that exits for another reason is started once more after a fault, to see whether it does so again; it is given up in any case.
/// </summary>
/// <param name="cluster">Where the nodes are.</param>
/// <param name="readiness">Says whether a node serves.</param>
/// <param name="states">What faults have left the nodes in.</param>
/// <param name="recorder">Gets what was seen.</param>
public sealed class SupervisedStart(Cluster cluster, Readiness readiness, NodeStates states, Recorder recorder)
{
    private const int LogLines = 20;

    // A broker that ends after its time-out logs 200 more while it shuts down.
    private const int LinesOfAnEnd = 400;

    // Twice is no accident any more.
    private const int MostEnds = 2;

    private static readonly string[] Excusable = ["NodeExists", "ZooKeeperClientTimeoutException", "Timed out waiting for connection"];

    // Where its last session still stands, a broker itself asks again until then.
    private static readonly string[] ExcusableInKRaft = ["unable to register with the controller quorum"];

    /// <summary>How long a node may take to serve once nothing stands in its way; ducktape's limit for a broker.</summary>
    internal TimeSpan StartAllowance { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits until nodes that were just launched serve.</summary>
    /// <exception cref="NotServingException">One exits for good, or never serves: with its last log lines.</exception>
    public Task LaunchedAsync(CancellationToken token) => Task.WhenAll(cluster.Nodes.Select(node => ServeAsync(node, 1, token)));

    /// <summary>Starts the nodes again, and records each when it serves.</summary>
    /// <exception cref="NotServingException">As <see cref="LaunchedAsync"/>.</exception>
    public Task ApplyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token) => Task.WhenAll(nodes.Select(async node =>
    {
        var sent = recorder.Now;
        var (started, seen) = await StartAsync(node, token);
        recorder.Record(new FaultApplied(step, Fault.Start, node.Name, sent, recorder.Now, started, seen) { At = recorder.Now });
    }));

    /// <summary>Starts one node's process, and waits as <see cref="SeenAsync"/> does.</summary>
    /// <returns>When it started, by the engine, and what was seen of it.</returns>
    internal async Task<(TimeSpan Started, string Seen)> StartAsync(ClusterNode node, CancellationToken token)
    {
        await node.StartAsync(token);
        var seen = await SeenAsync(node, MostEnds, token);
        return (recorder.OnClock((await node.StateAsync(token)).Started), seen);
    }

    /// <summary>Waits until a node that runs serves; of one that another fault keeps from that, only what can be seen before its undo is.</summary>
    internal Task<string> SeenAsync(ClusterNode node, CancellationToken token) => SeenAsync(node, 1, token);

    private async Task<string> SeenAsync(ClusterNode node, int most, CancellationToken token) => states[node.Name] switch
    {
        var state when state.HasFlag(NodeState.Full) => "started; its disk is full, so whether it serves shows when there is room again",
        var state when !state.HasFlag(NodeState.Isolated) => await ServeAsync(node, most, token),
        _ when (await node.StateAsync(token)).Running => "its process runs; it is isolated, so whether it serves shows when it is healed",
        _ => throw await NotServingAsync(node, "its process does not run", null, token),
    };

    /// <summary>Waits until a node that runs serves, and starts a broker again that exits meanwhile for an excusable reason.</summary>
    /// <param name="most">How often it may exit for a reason that is not excusable: then it is given up.</param>
    /// <returns>What was seen of it.</returns>
    /// <exception cref="NotServingException">As <see cref="LaunchedAsync"/>.</exception>
    private async Task<string> ServeAsync(ClusterNode node, int most, CancellationToken token)
    {
        var (attempts, ends, own) = (1, 0, true);
        var seen = "";
        using var served = CancellationTokenSource.CreateLinkedTokenSource(token);
        var exit = node.ExitAsync(served.Token);
        try
        {
            await Wait.UntilAsync($"{node.Name} to serve", Deadline(node), async cancelled =>
            {
                if (exit.IsCompletedSuccessfully)
                {
                    var code = await exit;
                    var began = (await node.StateAsync(cancelled)).Started;
                    var log = (await node.LastLinesAsync(LinesOfAnEnd, cancelled)).Where(line => line.At >= began).Select(line => line.Text).ToList();
                    var excusable = IsExcusable(node, log);
                    var last = own ? OwnEnd.Code(code, log) : null;
                    if (!excusable && ends + 1 == most)
                    {
                        throw await NotServingAsync(node, $"its process exited with {code}", most < MostEnds ? null : last, cancelled);
                    }

                    // Where the engine refuses, the same end is looked at again.
                    await node.StartAsync(cancelled);
                    (ends, own) = excusable ? (ends, own) : (ends + 1, last is not null);
                    attempts++;
                    exit = node.ExitAsync(served.Token);
                    return new Look(false, $"exited with {code}, started again");
                }

                var look = await readiness.LookAsync(node, cancelled);
                if (look.Holds && ends > 0)
                {
                    throw await NotServingAsync(node, $"its process exited by itself, and serves now that it was started once more ({look.Seen})", null, cancelled);
                }

                seen = attempts == 1 ? look.Seen : $"{look.Seen}, after {attempts} starts";
                return look;
            }, token);
            return seen;
        }
        catch (WaitException late)
        {
            throw await NotServingAsync(node, late.Message, null, token);
        }
        finally
        {
            await served.CancelAsync();
        }
    }

    private bool IsExcusable(ClusterNode node, IEnumerable<string> log) => node.Node.IsBroker
        && log.Any(line => (cluster.Topology.IsKRaft ? ExcusableInKRaft : Excusable).Any(reason => line.Contains(reason, StringComparison.Ordinal)));

    /// <summary>A member must find a leader, a controller perhaps with a second election; a broker must be registered.</summary>
    internal TimeSpan Deadline(ClusterNode node) => StartAllowance
        + (node.Node.IsController ? 2 * cluster.ElectionAtMost : node.Node.IsBroker ? TimeSpan.Zero : cluster.ElectionAtMost)
        + (node.Node.IsBroker ? cluster.RegistrationAtMost : TimeSpan.Zero);

    private async Task<NotServingException> NotServingAsync(ClusterNode node, string seen, long? exitCode, CancellationToken token) => new(
        node, cluster.Topology.IsKRaft, exitCode, $"{seen}; the last lines of its log:\n    {string.Join("\n    ", (await node.LastLinesAsync(LogLines, token)).TakeLast(LogLines).Select(line => line.Text))}");
}
