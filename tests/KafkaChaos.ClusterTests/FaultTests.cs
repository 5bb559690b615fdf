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
              - { after: 15s, as: hang, pause: { node: zookeeper-b-1 } }
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
