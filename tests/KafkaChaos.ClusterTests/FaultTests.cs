using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Faults that no file in <c>scenarios/</c> has, and faults in one another.</summary>
public sealed class FaultTests : ClusterTest
{
    [Test]
    public async Task FaultsNestAndComeUndoneInAnyOrder()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, as: full, fill-disk: { node: zookeeper-c-1 } }
              - { after: 7s, empty: { same-as: full } }
              - { when: quorum-whole, within: 30s, wipe: { node: zookeeper-c-1 } }
              - { when: quorum-whole, within: 30s, as: cut, isolate: { node: zookeeper-a-1, from: peers, direction: in } }
              - { after: 6s, as: crash, kill: { node: zookeeper-a-1 } }
              - { after: 3s, start: { same-as: crash } }
              - { after: 1s, heal: { same-as: cut } }
              # ZooKeeper does not sync the first snapshot of a member, which does not start again without it.
              - { after: 25s, as: hang, pause: { node: zookeeper-b-1 } }
              - { after: 1s, as: dark, power-off: { node: zookeeper-b-1 } }
              - { after: 16s, as: deaf, isolate: { node: zookeeper-b-1, from: all } }
              - { after: 1s, power-on: { same-as: dark } }
              - { after: 1s, heal: { same-as: deaf } }
            """), "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
        var history = await File.ReadAllTextAsync(Path.Combine(RunFolder, "history.jsonl"));
        Assert.That(history, Does.Contain("No space left on device").And.Contain("its disk made new").And.Contain("EXT4_IOC_SHUTDOWN").And.Contain("0 packets came from it while it was off"));
    }

    [Test]
    public async Task BrokersAreWipedRestartedOneByOneAndFilled()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.TwoBrokers + """
            steps:
              - { after: 2s, wipe: { node: kafka-b-1 } }
              - { when: full-in-sync, within: 60s, restart: { node: [kafka-a-1, kafka-b-1], rolling: node } }
              - { when: full-in-sync, within: 60s, as: full, fill-disk: { node: kafka-b-1 } }
              - { after: 8s, empty: { same-as: full } }
            """), "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
    }

    [Test]
    public async Task MembersAreDowngradedOnTheirOwnDisks()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 2s, downgrade: { zone: [a, b, c], to: 3.8.6 } }
              - { after: 2s, restart: { zone: a } }
            """), "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        foreach (var node in history.Of<FaultApplied>().Where(one => one.Fault == Fault.Downgrade).Select(one => one.Node))
        {
            var said = history.Of<LogLine>().Where(line => line.Node == node && line.Sign == LogSign.Release).Select(line => line.Text).ToList();
            Assert.That(said, Has.Count.GreaterThanOrEqualTo(2), "the log of the container that was replaced is kept");
            Assert.That(said[0], Does.Contain("version=3.9.4"));
            Assert.That(said[1], Does.Contain("version=3.8.6"));
        }

        Assert.That(history.Of<NodeProcess>().Count(one => one is { Node: "zookeeper-a-1", Change: ProcessChange.Started }), Is.EqualTo(3));
        await NothingIsLeftAsync(ScenarioTests.RunOf(RunFolder));
    }

    [Test]
    public async Task DelaysAreFeltAndGoAwayAgain()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 3s, as: far, slow: { zone: [a, b, c], delay: 50ms, jitter: 5ms } }
              - { after: 6s, heal: { same-as: far } }
              - { after: 3s, as: lossy, slow: { node: zookeeper-a-1, toward: { node: [zookeeper-b-1, zookeeper-c-1] }, loss: 5%, delay: 1ms } }
              - { after: 2s, as: narrow, slow: { node: zookeeper-b-1, rate: 1Mbit/s } }
              - { after: 2s, heal: { same-as: lossy } }
              - { after: 1s, heal: { same-as: narrow } }
            """), "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        var (slow, healed) = (history.Of<FaultApplied>().First(one => one.Fault == Fault.Slow).Seen, history.Of<FaultRequested>().First(one => one.Fault == Fault.Heal).At);
        var writes = history.Of<QuorumWrite>().Where(write => write.Outcome == Outcome.Ok).ToList();
        var during = writes.Where(write => write.Invoked > slow && write.At < healed).Select(write => write.At - write.Invoked).ToList();
        // Nodes of one target are not slow toward each other: the client's packet on its way in is late, and the answer's acknowledgement.
        Assert.That(during, Is.Not.Empty.And.All.GreaterThan(TimeSpan.FromMilliseconds(44)));
        var after = writes.Where(write => write.Invoked > history.Of<FaultApplied>().First(one => one.Fault == Fault.Heal).Seen).Min(write => write.At - write.Invoked);
        Assert.That(after, Is.LessThan(during.Min()));
    }

    [Test]
    public async Task AKillOfBothZonesOfASiteLosesNothing()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(ToolProcess.Home, "scenarios", "lose-power-of-two-zones-of-one-site.yaml"));
        var kill = text.Replace("power-off:", "kill:", StringComparison.Ordinal).Replace("power-on:", "start:", StringComparison.Ordinal).Replace("after: 60s", "after: 10s", StringComparison.Ordinal);
        using var tool = ToolProcess.Start("run", Scenario(kill[..kill.IndexOf("expect:", StringComparison.Ordinal)]), "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
    }

    [Test]
    public async Task WithoutTheAgentAnIsolationIsRefusedBeforeAnythingStarts()
    {
        using var tool = ToolProcess.Start("run", "--no-agent", Scenario(Topologies.ZooKeeperOnly + "steps: [ { after: 1s, isolate: { node: zookeeper-a-1 } } ]\n"), "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.EqualTo(3), tool.Output);
        Assert.That(tool.Output, Does.Contain("The scenario needs the agent."));
        Assert.That(Directory.GetDirectories(Runs), Is.Empty);
    }
}
