using System.Text.Json;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;

namespace KafkaChaos.Agents;

/// <summary>A run's agent: does to the nodes' processes, networks and disks what no ordinary container may, each request at one instant.</summary>
public sealed class Agent : IAsyncDisposable
{
    private readonly IAgentLines _lines;
    private readonly SemaphoreSlim _one = new(1);
    private long _last;

    /// <param name="lines">To one that has said that it listens, or will by <see cref="ListenAsync"/>.</param>
    internal Agent(IAgentLines lines) => _lines = lines;

    /// <summary>How long an answer may take: the agent itself gives a process five seconds to freeze and ten to die.</summary>
    internal TimeSpan AnswerDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <exception cref="EnvironmentException">It cannot be had, does not start, or this machine has no freezer.</exception>
    public static async Task<Agent> StartAsync(DockerEngine engine, string? home, RunIdentity run, RunLock held, AgentRights rights, CancellationToken token)
    {
        var agent = new Agent(await AgentContainer.StartAsync(engine, home, run, held, rights, token));
        await agent.ListenAsync(token);
        return agent;
    }

    /// <summary>Waits until it says that it listens; where it does not come to, it is ended.</summary>
    /// <exception cref="EnvironmentException">It cannot do its work on this machine, or is silent.</exception>
    internal async Task ListenAsync(CancellationToken token)
    {
        try
        {
            if ((await AnswerAsync(0, "start", token)).Error is { } refused)
            {
                throw Failed("start", refused);
            }
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <param name="request">What is to be done; its id is given here.</param>
    /// <param name="token">Ends the wait, not the act.</param>
    /// <exception cref="EnvironmentException">The agent refused, or does not answer.</exception>
    public async Task<AgentAnswer> DoAsync(AgentRequest request, CancellationToken token) => Done(request, await AskAsync(request, token));

    /// <summary>As <see cref="DoAsync(AgentRequest, CancellationToken)"/>; what it did is recorded, also where it came no further.</summary>
    /// <param name="step">Of which step it is a part.</param>
    /// <param name="recorder">Gets what was done.</param>
    public async Task<AgentAnswer> DoAsync(int step, AgentRequest request, Recorder recorder, CancellationToken token)
    {
        var answer = await AskAsync(request, token);
        recorder.Record(new AgentActed(step, answer.Commands) { At = recorder.Now });
        return Done(request, answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        _one.Dispose();
    }

    private static AgentAnswer Done(AgentRequest request, AgentAnswer answer) => answer.Error is null ? answer : throw Failed(NameOf(request), answer.Error);

    private static string NameOf(AgentRequest request) => JsonNamingPolicy.KebabCaseLower.ConvertName(request.GetType().Name);

    private async Task<AgentAnswer> AskAsync(AgentRequest request, CancellationToken token)
    {
        await _one.WaitAsync(token);
        try
        {
            var numbered = request with { Id = ++_last };
            await _lines.WriteLineAsync(JsonSerializer.Serialize(numbered, JsonSerializerOptions.Web), token);
            return await AnswerAsync(numbered.Id, NameOf(request), token);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<AgentAnswer> AnswerAsync(long id, string act, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(AnswerDeadline);
        try
        {
            AgentAnswer answer;
            do
            {
                answer = JsonSerializer.Deserialize<AgentAnswer>(await _lines.ReadLineAsync(limit.Token), JsonSerializerOptions.Web)!;
            }
            // An answer that nobody waited for any more comes first.
            while (answer.Id != id);
            return answer;
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw Failed(act, $"no answer within {AnswerDeadline.TotalSeconds:0} s");
        }
    }

    private static EnvironmentException Failed(string act, string seen) => new(
        $"The agent could not do its work ({act}).", "the run's agent", seen, "a kernel and an engine that let it", "./kafkachaos doctor shows what this machine can do; --no-agent does without, where a scenario only kills and pauses");
}
