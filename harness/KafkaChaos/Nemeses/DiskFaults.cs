using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Fills and empties the nodes' disks, and makes them new.</summary>
/// <param name="agent">Null where there is none: then it cannot be done.</param>
/// <param name="starter">Starts nodes whose process a full disk ended.</param>
/// <param name="states">What faults have left the nodes in.</param>
/// <param name="recorder">Gets what was seen.</param>
internal sealed class DiskFaults(Agent? agent, SupervisedStart starter, NodeStates states, Recorder recorder)
{
    public const string FillMethod = "the agent: a file that takes all the room there is";
    public const string EmptyMethod = "the agent: that file removed; supervised start where the process ended";
    public const string WipeMethod = "SIGTERM by parallel Docker API calls; the agent: a new file system; supervised start";

    private const string FullError = "No space left on device";
    private const int LogLines = 400;

    // A member or broker under load writes within seconds; one that nobody writes to shows nothing, and the step is in doubt.
    private static TimeSpan BiteDeadline { get; } = TimeSpan.FromSeconds(60);

    private Agent Agent => agent ?? throw new FaultException("without the agent no disk can be filled or wiped");

    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    /// <exception cref="FaultException">No error of a full disk was seen.</exception>
    public Task FillAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token) => Task.WhenAll(nodes.Select(async node =>
    {
        var (sent, since) = (recorder.Now, DateTimeOffset.UtcNow);
        var answer = await Agent.DoAsync(step, new AgentRequest.FillDisk(node.Name, node.Group), recorder, token);
        await FullAsync(node, since, token);
        recorder.Record(new FaultApplied(step, Fault.FillDisk, node.Name, sent, recorder.Now, recorder.OnClock(answer.Done), $"{answer.Filled} bytes taken, all there were; its log says: {FullError}")
        {
            At = recorder.Now,
            RoomBefore = answer.RoomBefore,
            RoomAfter = answer.RoomAfter,
        });
    }));

    /// <exception cref="EnvironmentException">The agent could not do it, or a node does not come to serve again.</exception>
    public Task EmptyAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token) => Task.WhenAll(nodes.Select(async node =>
    {
        var sent = recorder.Now;
        var answer = await Agent.DoAsync(step, new AgentRequest.EmptyDisk(node.Name, node.Group), recorder, token);
        states.Take(Fault.Empty, node.Name);
        var seen = (await node.StateAsync(token)).Running ? await starter.SeenAsync(node, token) : (await starter.StartAsync(node, token)).Seen;
        recorder.Record(new FaultApplied(step, Fault.Empty, node.Name, sent, recorder.Now, recorder.OnClock(answer.Done), $"{answer.RoomAfter} bytes are free again; {seen}")
        {
            At = recorder.Now,
            RoomBefore = answer.RoomBefore,
            RoomAfter = answer.RoomAfter,
        });
    }));

    /// <summary>Of nodes that are stopped.</summary>
    /// <returns>By node, the UUIDs of the file systems that was there and that is.</returns>
    /// <exception cref="EnvironmentException">The agent could not do it.</exception>
    public async Task<IReadOnlyDictionary<ClusterNode, Wiped>> WipeAsync(int step, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        var wiped = new Dictionary<ClusterNode, Wiped>();
        foreach (var node in nodes)
        {
            var answer = await Agent.DoAsync(step, new AgentRequest.WipeDisk(node.Name), recorder, token);
            wiped[node] = new(answer.FileSystemBefore, answer.FileSystemAfter);
        }

        return wiped;
    }

    // What an earlier full disk had it say does not count.
    internal static bool SaysFull(IEnumerable<StampedLine> log, DateTimeOffset since) =>
        log.Any(line => line.At >= since && line.Text.Contains(FullError, StringComparison.Ordinal));

    private static async Task FullAsync(ClusterNode node, DateTimeOffset since, CancellationToken token)
    {
        try
        {
            await Wait.UntilAsync($"the log of {node.Name} to say that its disk is full", BiteDeadline, async cancelled =>
            {
                var lines = await node.LastLinesAsync(LogLines, cancelled);
                return new Look(SaysFull(lines, since), $"its last line: {(lines.Count > 0 ? lines[^1].Text : "none")}");
            }, token);
        }
        catch (WaitException late)
        {
            throw new FaultException($"the full disk of {node.Name} was not seen to bite: {late.Message}", late);
        }
    }

    /// <summary>What a wipe did to a disk: the UUIDs of its file systems.</summary>
    internal sealed record Wiped(string? Before, string? After);
}
