using System.Text.Json;
using KafkaChaos.Clusters;

namespace KafkaChaos.Agents;

/// <summary>A run's agent: freezes, thaws and kills the nodes' control groups, each request at one instant.</summary>
public sealed class Agent : IAsyncDisposable
{
    private readonly AgentContainer _container;
    private readonly SemaphoreSlim _one = new(1);
    private long _last;

    private Agent(AgentContainer container) => _container = container;

    // The agent itself gives a process five seconds to freeze and ten to die.
    private static TimeSpan AnswerDeadline { get; } = TimeSpan.FromSeconds(20);

    /// <exception cref="EnvironmentException">It cannot be had, does not start, or this machine has no freezer.</exception>
    public static async Task<Agent> StartAsync(DockerEngine engine, string? home, RunIdentity run, RunLock held, CancellationToken token)
    {
        var agent = new Agent(await AgentContainer.StartAsync(engine, home, run, held, token));
        try
        {
            await agent.AnswerAsync(0, AgentAct.Kill, token);
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <param name="act">What is done to the groups.</param>
    /// <param name="covers">See <see cref="AgentRequest.Covers"/>.</param>
    /// <param name="groups">See <see cref="AgentRequest.Groups"/>.</param>
    /// <param name="token">Ends the wait, not the act.</param>
    /// <exception cref="EnvironmentException">The agent refused, or does not answer.</exception>
    public async Task<AgentAnswer> DoAsync(AgentAct act, IReadOnlyList<string> covers, IReadOnlyList<string> groups, CancellationToken token)
    {
        await _one.WaitAsync(token);
        try
        {
            var request = new AgentRequest(++_last, act, covers, groups);
            await _container.WriteLineAsync(JsonSerializer.Serialize(request, JsonSerializerOptions.Web), token);
            return await AnswerAsync(request.Id, act, token);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _container.DisposeAsync();
        _one.Dispose();
    }

    private async Task<AgentAnswer> AnswerAsync(long id, AgentAct act, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(AnswerDeadline);
        try
        {
            AgentAnswer answer;
            do
            {
                answer = JsonSerializer.Deserialize<AgentAnswer>(await _container.ReadLineAsync(limit.Token), JsonSerializerOptions.Web)!;
            }
            // An answer that nobody waited for any more comes first.
            while (answer.Id != id);
            return answer.Error is null ? answer : throw Failed(act, answer.Error);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw Failed(act, $"no answer within {AnswerDeadline.TotalSeconds:0} s");
        }
    }

    private static EnvironmentException Failed(AgentAct act, string seen) => new(
        $"The agent could not {act.ToString().ToLowerInvariant()}.", "the nodes' control groups", seen, "groups of this run that freeze within seconds", "./kafkachaos doctor shows what this machine can do; --no-agent does without");
}
