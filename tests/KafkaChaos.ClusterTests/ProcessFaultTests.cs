using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Kill, stop and pause as the agent and the engine do them, and their undo when things go wrong.</summary>
public sealed class ProcessFaultTests : ClusterTest
{
    private static readonly TimeSpan WatcherDeadline = TimeSpan.FromSeconds(20);

    private const string AFrozenZone = Topologies.ZooKeeperOnly + """
        steps:
          - { after: 1s, as: hang, pause: { zone: [a, b] } }
          - { after: 30s, resume: { same-as: hang } }
        """;

    [Test]
    public async Task NothingStaysFrozenWhenTheToolIsKilledWhileZonesAre()
    {
        using var tool = ToolProcess.Start("run", Scenario(AFrozenZone), "--runs", Runs);
        var run = await FrozenAsync(tool);
        tool.Signal(Signal.Kill);
        await tool.ExitAsync();
        await Wait.UntilAsync($"everything of run {run} to be gone", WatcherDeadline, async token =>
        {
            var left = await new Cleaner(Engine).LeftoversAsync(run, token);
            return new Look(left.Count == 0, string.Join(", ", left));
        }, CancellationToken.None);
    }

    [Test]
    public async Task AnAgentThatDiesMakesTheRunInconclusiveAndNothingStaysFrozen()
    {
        using var tool = ToolProcess.Start("run", Scenario(AFrozenZone.Replace("after: 30s", "after: 12s", StringComparison.Ordinal)), "--runs", Runs);
        var run = await FrozenAsync(tool);
        await Command.DockerAsync("", "kill", $"kafkachaos-{run}-agent");
        Assert.That(await tool.ExitAsync(), Is.EqualTo(2), tool.Output);
        Assert.That(History(), Does.Contain("\"fault-failed\"").And.Contain("The agent"));
        await NothingIsLeftAsync(run);
    }

    [Test]
    public async Task AKillOfAZoneStopsAllOfItsProcessesByItsControlGroup()
    {
        var (code, output) = await RunAsync("""
            steps:
              - { after: 1s, as: outage, kill: { zone: a }, skew-at-most: 2s }
              - { after: 4s, start: { same-as: outage } }
            """);
        Assert.That(code, Is.Zero, output);
        Assert.That(History(), Does.Match("\"agent-acted\".*FROZEN|cgroup.freeze").And.Match("\"fault-applied\".*\"kill\".*\"freezing\":[0-9]+,\"died\":[0-9]+"));
    }

    [Test]
    public async Task WithoutTheAgentAKillGoesThroughTheEngine()
    {
        var (code, output) = await RunAsync("""
            steps:
              - { after: 1s, as: outage, kill: { zone: a } }
              - { after: 4s, start: { same-as: outage } }
            """, "--no-agent");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("; by parallel Docker API calls"));
        Assert.That(History(), Does.Contain("parallel Docker API calls").And.Match("\"fault-applied\".*\"kill\".*\"process gone").And.Match("\"fault-applied\".*\"start\"").And.Not.Contain("agent-acted"));
    }

    [Test]
    public async Task WithoutTheAgentAPauseAndItsUndoGoThroughTheEngine()
    {
        var (code, output) = await RunAsync("""
            steps:
              - { after: 1s, as: hang, pause: { zone: a } }
              - { after: 16s, resume: { same-as: hang } }
            """, "--no-agent");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("; by parallel Docker API calls"));
        Assert.That(History(), Does.Match("\"fault-requested\".*\"pause\".*\"parallel Docker API calls\"").And.Match("\"fault-applied\".*\"pause\".*\"frozen\"")
            .And.Match("\"fault-requested\".*\"resume\".*\"parallel Docker API calls\"").And.Match("\"fault-applied\".*\"resume\".*\"thawed; ").And.Not.Contain("agent-acted"));
    }

    [Test]
    public async Task APausedNodeCanBeKilledAndIsStartedAtTheEnd()
    {
        var (code, output) = await RunAsync("""
            steps:
              - { after: 1s, pause: { node: zookeeper-a-1 } }
              - { after: 16s, kill: { node: zookeeper-a-1 } }
            """);
        Assert.That(output, Does.Contain("nothing is left"), output);
        Assert.That(History(), Does.Match("\"fault-applied\",\"step\":-1,\"fault\":\"start\",\"node\":\"zookeeper-a-1\""), output);
        Assert.That(code, Is.Zero, output);
    }

    [Test]
    public async Task AFaultOnANodeThatIsDownAlreadyIsNoUnnoticedNothing()
    {
        var text = Topologies.ZooKeeperOnly + """
            seed: SEED
            steps:
              - { after: 1s, kill: { node: zookeeper-a-1 } }
              - { after: 1s, pause: { random: node } }
            """;
        var topology = ScenarioReader.ReadText(text.Replace("SEED", "1", StringComparison.Ordinal), "of-this-test.yaml", null).Scenario!.Topology;
        var seed = Enumerable.Range(1, 100).First(one => RandomChoice.Of(topology, new Target.Random(Unit.Node), one, 1).Contains("zookeeper-a-1"));
        var (code, output) = await ToolProcess.RunAsync("run", Scenario(text.Replace("SEED", $"{seed}", StringComparison.Ordinal)), "--runs", Runs);
        Assert.That(code, Is.EqualTo(2), output);
        Assert.That(History(), Does.Contain("its process does not run, so it cannot be paused"));
    }

    [Test]
    public async Task ATargetWhoseContainerIsGoneIsNoUnnoticedNothing()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + "steps: [ { after: 12s, kill: { node: zookeeper-a-1 } } ]\n"), "--runs", Runs);
        await tool.PrintedAsync("load");
        var run = (await tool.TraceAsync(Engine))!.Run;
        await Command.DockerAsync("", "rm", "--force", $"kafkachaos-{run}-zookeeper-a-1");
        Assert.That(await tool.ExitAsync(), Is.EqualTo(2), tool.Output);
        Assert.That(History(), Does.Contain("The container of zookeeper-a-1 is gone."));
        await NothingIsLeftAsync(run);
    }

    [Test]
    public async Task ABrokerThatLeadsAPartitionIsStoppedAndStartedAgain()
    {
        var scenario = Scenario(Topologies.TwoBrokers + """
            steps:
              - { after: 2s, as: maintenance, stop: { leader-of: orders/0 } }
              - { after: 5s, start: { same-as: maintenance } }
            """);
        var (code, output) = await ToolProcess.RunAsync("run", scenario, "--runs", Runs);
        Assert.That(code, Is.Zero, output);
        Assert.That(History(), Does.Contain("leader of orders/0 is kafka-"));
    }

    private Task<(int Code, string Output)> RunAsync(string steps, params string[] options) =>
        ToolProcess.RunAsync(["run", Scenario(Topologies.ZooKeeperOnly + steps), "--runs", Runs, .. options]);

    private async Task<string> FrozenAsync(ToolProcess tool)
    {
        // The agent freezes a group of its own while it starts.
        await Wait.UntilAsync("a frozen control group of a node", TimeSpan.FromMinutes(2), async _ =>
            new Look(await tool.TraceAsync(Engine) is { } trace && ControlGroups.Frozen(trace.Run).Any(one => Path.GetFileName(Path.GetDirectoryName(one.File)) != Desk.Scratch), tool.Output), CancellationToken.None);
        return (await tool.TraceAsync(Engine))!.Run;
    }

    private string History() => File.ReadAllText(Path.Combine(RunFolder, "history.jsonl"));
}
