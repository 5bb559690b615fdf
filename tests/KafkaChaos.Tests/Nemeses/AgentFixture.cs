using System.Text.Json;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>Faults that an agent on paper does to a cluster on paper; what is asked of agent and engine is captured in one order.</summary>
[NonParallelizable]
public abstract class AgentFixture
{
    private int _step;
    private int _seen;
    private int _acts;

    internal PaperCluster Paper { get; private set; } = null!;

    [SetUp]
    public void LayOut()
    {
        Paper = new PaperCluster(agent: true, session: 1000);
        (_step, _seen, _acts) = (0, 0, 0);
    }

    [TearDown]
    public async Task Remove() => await Paper.DisposeAsync();

    /// <summary>Does a fault as the next step, from 0.</summary>
    internal Task DoAsync(Fault fault, params string[] nodes) => DoAsync(fault, null, nodes);

    internal Task DoAsync(Fault fault, FaultOptions? options, params string[] nodes) => DoAsync(fault, options, null, nodes);

    internal Task DoAsync(Fault fault, FaultOptions? options, IReadOnlyList<string>? toward, params string[] nodes) =>
        Paper.Faults.ApplyAsync(_step++, fault, options, Paper.Nodes(nodes), toward is null ? null : Paper.Nodes([.. toward]), CancellationToken.None);

    /// <summary>What was asked of agent and engine since the last look.</summary>
    internal IReadOnlyList<string> Calls()
    {
        var calls = Paper.Engine.Calls.Skip(_seen).ToList();
        _seen += calls.Count;
        return calls;
    }

    /// <summary>As <see cref="Calls"/>, of requests their kinds and what they are called, such as <c>set-rules cut1</c>.</summary>
    internal IReadOnlyList<string> Kinds() => [.. Calls().Select(call => call[0] != '{' ? call : $"{KindOf(call)} {NameOf(call)}".TrimEnd())];

    /// <summary>Looks whether this was asked since the last look, and whether the history got to know all that the agent did.</summary>
    internal void Asked(params string[] calls)
    {
        var asked = Calls();
        Assert.That(asked, Is.EqualTo(calls));
        var acts = Paper.Recorded<AgentActed>().SelectMany(one => one.Commands).ToList();
        Assert.That(acts.Skip(_acts), Is.EqualTo(asked.Where(call => call[0] == '{').Select(KindOf)), "the history's commands are those that were done");
        _acts = acts.Count;
    }

    /// <summary>Node and proof.</summary>
    internal IEnumerable<string> Applied(Fault fault) => Paper.Recorded<FaultApplied>().Where(one => one.Fault == fault).Select(one => $"{one.Node}: {one.Proof}");

    internal IEnumerable<string> Failed() => Paper.Recorded<FaultFailed>().Select(one => $"{one.Fault} {one.Node}: {one.Reason}");

    /// <summary>Has a fault refused by the agent.</summary>
    /// <param name="kind">Of the request that it refuses.</param>
    /// <param name="act">What asks it.</param>
    /// <returns>How the failure is in the history.</returns>
    internal async Task<string> RefusedAsync(string kind, Func<Task> act)
    {
        Paper.Agent.Refuse(kind, "not today");
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => act());
        Assert.That((refused!.What, refused.Seen), Is.EqualTo(($"The agent could not do its work ({kind}).", "not today")));
        return $"{refused.What} {refused.Seen}";
    }

    private static string KindOf(string request) => JsonDocument.Parse(request).RootElement.GetProperty("$type").GetString()!;

    private static string? NameOf(string request) => JsonDocument.Parse(request).RootElement.TryGetProperty("name", out var name) ? name.GetString() : null;
}
