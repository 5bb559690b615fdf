using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>An agent that is none: it answers as if it had done what it is asked for, which is captured among the calls of an engine and done to its containers, and refuses what a test says.</summary>
/// <remarks>The one command that it says it ran is the kind of the request.</remarks>
/// <param name="engine">Whose containers its processes are in.</param>
internal sealed class PaperAgent(PaperEngine engine) : IAgentLines
{
    /// <summary>Of every process that it ends.</summary>
    public const int Process = 4711;

    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
    private readonly Dictionary<string, string> _refusals = [];

    /// <summary>Ids of the requests, in their order.</summary>
    public List<long> Ids { get; } = [];

    /// <summary>What rules of a name have met in a sandbox.</summary>
    public Func<string, string, PacketsMet> Met { get; set; } = (name, _) => name.StartsWith("cut", StringComparison.Ordinal) ? new(7, 0, 0) : new(2, 5, 1);

    /// <summary>Packets that every limit let out.</summary>
    public long Limited { get; set; } = 3;

    /// <summary>What every interface has sent.</summary>
    public FramesSent Sent { get; set; } = new(100, 5400);

    /// <summary>What stands of faults in every sandbox that is asked about.</summary>
    public IReadOnlyList<string> Remains { get; set; } = [];

    /// <summary>Whether it does what it is asked for and says nothing.</summary>
    public bool Silent { get; set; }

    public bool Ended { get; private set; }

    /// <summary>Has it refuse every request of a kind, such as <c>set-rules</c>, from now on.</summary>
    public void Refuse(string kind, string why) => _refusals[kind] = why;

    /// <summary>Has it say a line, whatever it was asked.</summary>
    public void Say(AgentAnswer answer) => _said.Writer.TryWrite(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));

    public Task WriteLineAsync(string line, CancellationToken token)
    {
        var words = JsonNode.Parse(line)!.AsObject();
        words.Remove("id");
        engine.Note(words.ToJsonString());
        var request = JsonSerializer.Deserialize<AgentRequest>(line, JsonSerializerOptions.Web)!;
        Ids.Add(request.Id);
        var kind = (string)words["$type"]!;
        var began = Stopwatch.GetTimestamp();
        var answer = new AgentAnswer(request.Id, _refusals.GetValueOrDefault(kind), began, 0, [kind]);
        answer = answer.Error is null ? Do(request, answer) : answer;
        if (!Silent)
        {
            Say(answer with { Done = answer.Done == 0 ? Stopwatch.GetTimestamp() : answer.Done });
        }

        return Task.CompletedTask;
    }

    public Task<string> ReadLineAsync(CancellationToken token) => _said.Reader.ReadAsync(token).AsTask();

    public ValueTask DisposeAsync()
    {
        Ended = true;
        return ValueTask.CompletedTask;
    }

    private AgentAnswer Do(AgentRequest request, AgentAnswer answer)
    {
        switch (request)
        {
            case AgentRequest.Freeze freeze:
                Freeze(freeze.Groups, true);
                return answer;
            case AgentRequest.Thaw thaw:
                Freeze(thaw.Groups, false);
                return answer;
            case AgentRequest.Kill kill:
                return answer with { Done = Stopwatch.GetTimestamp(), Deaths = Kill(kill.Groups) };
            case AgentRequest.PowerOff off:
                // As an agent does: frozen, disks shut, silent, dead.
                var stopped = Stopwatch.GetTimestamp();
                var shut = off.Nodes.Where(node => ContainerOf(node.Group).Running).ToDictionary(node => node.Disk, _ => Stopwatch.GetTimestamp());
                var silenced = Stopwatch.GetTimestamp();
                return answer with { Done = stopped, Shut = shut, Silenced = silenced, Sent = SentBy(off.Nodes.Select(node => node.Sandbox)), Deaths = Kill(off.Nodes.Select(node => node.Group)) };
            case AgentRequest.WipeDisk:
                return answer with { FileSystemBefore = "old", FileSystemAfter = "new" };
            case AgentRequest.FillDisk fill:
                ContainerOf(fill.Group).Say("java.io.IOException: No space left on device");
                return answer with { Filled = 8192, RoomBefore = 8192, RoomAfter = 0 };
            case AgentRequest.EmptyDisk:
                return answer with { RoomBefore = 0, RoomAfter = 8192 };
            case AgentRequest.CountPackets count:
                return answer with { Met = count.Sandboxes.ToDictionary(one => one, one => Met(count.Name, one)) };
            case AgentRequest.CountLimited count:
                return answer with { Limited = count.Sandboxes.ToDictionary(one => one, _ => Limited) };
            case AgentRequest.CountSent count:
                return answer with { Sent = SentBy(count.Sandboxes) };
            case AgentRequest.FindRemains find:
                return answer with { Remains = find.Sandboxes.ToDictionary(one => one, _ => Remains) };
            default:
                return answer;
        }
    }

    private void Freeze(IEnumerable<string> groups, bool frozen)
    {
        foreach (var group in groups)
        {
            ContainerOf(group).Pause(frozen);
        }
    }

    private List<ProcessDeath> Kill(IEnumerable<string> groups)
    {
        var deaths = new List<ProcessDeath>();
        foreach (var group in groups.Where(group => ContainerOf(group).Running))
        {
            ContainerOf(group).End(137);
            deaths.Add(new(group, Process, Stopwatch.GetTimestamp()));
        }

        return deaths;
    }

    private Dictionary<string, FramesSent> SentBy(IEnumerable<string> sandboxes) => sandboxes.ToDictionary(one => one, _ => Sent);

    private PaperContainer ContainerOf(string group) => engine[group.Split('/')[^1]];
}
