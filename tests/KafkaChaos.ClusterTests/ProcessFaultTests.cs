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
    public async Task AFrozenZoneIsThawedBeforeItsLogsAreAskedForEvenWhereTheAgentIsGone()
    {
        using var tool = ToolProcess.Start("run", Scenario(AFrozenZone), "--runs", Runs);
        var run = await FrozenAsync(tool);
        await Command.DockerAsync("", "kill", $"kafkachaos-{run}-agent");
        tool.Signal(Signal.Interrupt);
        Assert.That(await tool.ExitAsync(), Is.EqualTo(130), tool.Output);
        Assert.That(tool.Output, Does.Contain("thawed, for the agent had not: zookeeper-a-1, zookeeper-b-1"));
        Assert.That(new FileInfo(Path.Combine(RunFolder, "logs", "zookeeper-a-1.log")), Has.Length.Positive);
        await NothingIsLeftAsync(run);
    }

    [Test]
    public async Task AKillOfAZoneStopsAllOfItsProcessesByItsControlGroup()
    {
        await PassesAsync(Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, as: outage, kill: { zone-of: { role: zookeeper-leader } }, skew-at-most: 2s }
              - { after: 4s, start: { same-as: outage } }
            """));
        Assert.That(History(), Does.Match("\"agent-acted\".*FROZEN|cgroup.freeze").And.Match("\"fault-applied\".*\"kill\".*\"freezing\":[0-9]+,\"died\":[0-9]+").And.Match("\"role-checked\",\"step\":0"));
    }

    [Test]
    public async Task WithoutTheAgentAKillGoesThroughTheEngine()
    {
        var output = await PassesAsync(Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, as: outage, kill: { zone: a } }
              - { after: 4s, start: { same-as: outage } }
            """), "--no-agent");
        Assert.That(output, Does.Contain("; by parallel Docker API calls"));
        Assert.That(History(), Does.Contain("parallel Docker API calls").And.Match("\"fault-applied\".*\"kill\".*\"process gone").And.Match("\"fault-applied\".*\"start\"").And.Not.Contain("agent-acted"));
    }

    [Test]
    public async Task WithoutTheAgentAPauseAndItsUndoGoThroughTheEngine()
    {
        var output = await PassesAsync(Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, as: hang, pause: { zone: a } }
              - { after: 16s, resume: { same-as: hang } }
            """), "--no-agent");
        Assert.That(output, Does.Contain("; by parallel Docker API calls"));
        Assert.That(History(), Does.Match("\"fault-requested\".*\"pause\".*\"parallel Docker API calls\"").And.Match("\"fault-applied\".*\"pause\".*\"frozen: the engine says that it is paused\"")
            .And.Match("\"fault-requested\".*\"resume\".*\"parallel Docker API calls\"").And.Match("\"fault-applied\".*\"resume\".*\"thawed; ").And.Not.Contain("agent-acted"));
    }

    [Test]
    public async Task APausedNodeCanBeKilledAndIsStartedAtTheEnd()
    {
        var output = await PassesAsync(Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, pause: { node: zookeeper-a-1 } }
              - { after: 16s, kill: { node: zookeeper-a-1 } }
            """));
        Assert.That(output, Does.Contain("nothing is left"), output);
        Assert.That(History(), Does.Match("\"fault-applied\",\"step\":-1,\"fault\":\"start\",\"node\":\"zookeeper-a-1\""), output);
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
        var (code, output) = await RunAsync(Scenario(text.Replace("SEED", $"{SeedOfA(text)}", StringComparison.Ordinal)));
        Assert.That(code, Is.EqualTo(2), output);
        Assert.That(History(), Does.Contain("its process does not run, so it cannot be paused"));
    }

    [Test]
    public async Task AnIsolationOfWhatIsIsolatedIsNoUnnoticedNothing()
    {
        var text = Topologies.ZooKeeperOnly + """
            seed: SEED
            steps:
              - { after: 1s, isolate: { node: zookeeper-a-1, from: [peers, clients] } }
              - { after: 1s, isolate: { random: node, from: clients, direction: in } }
            """;
        var (code, output) = await RunAsync(Scenario(text.Replace("SEED", $"{SeedOfA(text)}", StringComparison.Ordinal)));
        Assert.That(code, Is.EqualTo(2), output);
        Assert.That(History(), Does.Match("\"fault-failed\".*\"isolate\".*\"zookeeper-a-1\".*it is isolated at least so already"));
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
        await PassesAsync(scenario);
        Assert.That(History(), Does.Contain("leader of orders/0 is kafka-"));
    }

    // One by which the second step goes to zookeeper-a-1.
    private static int SeedOfA(string text)
    {
        var topology = ScenarioReader.ReadText(text.Replace("SEED", "1", StringComparison.Ordinal), "of-this-test.yaml", null).Scenario!.Topology;
        return Enumerable.Range(1, 100).First(one => RandomChoice.Of(topology, new Target.Random(Unit.Node), one, 1).Contains("zookeeper-a-1"));
    }

    private static async Task<string> FrozenAsync(ToolProcess tool)
    {
        // The agent freezes a group of its own while it starts.
        await Wait.UntilAsync("a frozen control group of a node", TimeSpan.FromMinutes(2), async _ =>
            new Look(await tool.TraceAsync(Engine) is { } trace && ControlGroups.Frozen(trace.Run).Any(one => Path.GetFileName(Path.GetDirectoryName(one.File)) != Desk.Scratch), tool.Output), CancellationToken.None);
        return (await tool.TraceAsync(Engine))!.Run;
    }

    private string History() => File.ReadAllText(Path.Combine(RunFolder, "history.jsonl"));
}
