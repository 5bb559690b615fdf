using System.Text.RegularExpressions;
using KafkaChaos.Clusters;
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
        await PassesAsync(Scenario("""
            question: A test's own.
            topology:
              zones:
                a: { zookeeper: 2 }
                b: { zookeeper: 1 }
                c: { zookeeper: 2 }
              zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }
            steps:
              - { after: 1s, as: full, fill-disk: { node: zookeeper-b-1 } }
              - { after: 7s, empty: { same-as: full } }
              - { when: quorum-whole, within: 30s, wipe: { node: zookeeper-b-1 } }
              # A node of a zone that is cut off is killed, and started before the zone is healed, and after.
              - { when: quorum-whole, within: 30s, as: cut, isolate: { zone: a, from: peers, direction: in } }
              - { after: 6s, as: crash, kill: { node: zookeeper-a-1 } }
              - { after: 3s, start: { same-as: crash } }
              - { after: 1s, heal: { same-as: cut } }
              - { when: quorum-whole, within: 30s, as: off, isolate: { zone: a, from: peers } }
              - { after: 6s, as: death, kill: { node: zookeeper-a-2 } }
              - { after: 3s, heal: { same-as: off } }
              - { after: 1s, start: { same-as: death } }
              # A zone loses its power while it is paused, and is cut off meanwhile; then while it is cut off, which ends before the power is back.
              # ZooKeeper does not sync the first snapshot of a member, which does not start again without it.
              - { after: 15s, as: hang, pause: { zone: c } }
              - { after: 1s, as: dark, power-off: { zone: c } }
              - { after: 16s, as: deaf, isolate: { zone: c, from: all } }
              - { after: 1s, power-on: { same-as: dark } }
              - { after: 1s, heal: { same-as: deaf } }
              - { when: quorum-whole, within: 60s, as: mute, isolate: { zone: c, from: all } }
              - { after: 6s, as: night, power-off: { zone: c } }
              - { after: 3s, heal: { same-as: mute } }
              - { after: 1s, power-on: { same-as: night } }
            """));
        var history = await File.ReadAllTextAsync(Path.Combine(RunFolder, "history.jsonl"));
        Assert.That(history, Does.Contain("No space left on device").And.Contain("its disk made new").And.Contain("EXT4_IOC_SHUTDOWN").And.Contain("0 packets left it while it was off"));
    }

    [Test]
    public async Task BrokersAreWipedRestartedOneByOneFilledAndDowngraded()
    {
        // As its guide asks: a broker goes back only where all speak the protocol of the older ones.
        var pinned = Topologies.TwoBrokers.Replace("zookeeper.session.timeout.ms: 18000", "zookeeper.session.timeout.ms: 18000, inter.broker.protocol.version: \"3.6\"", StringComparison.Ordinal);
        await PassesAsync(Scenario(pinned + """
            steps:
              - { after: 2s, wipe: { node: kafka-b-1 } }
              - { when: full-in-sync, within: 60s, restart: { node: [kafka-a-1, kafka-b-1], rolling: node } }
              - { when: full-in-sync, within: 60s, as: full, fill-disk: { node: kafka-b-1 } }
              - { after: 3s, empty: { same-as: full } }
              - { when: full-in-sync, within: 60s, as: again, fill-disk: { node: kafka-b-1 } }
              - { after: 8s, empty: { same-as: again } }
              - { when: full-in-sync, within: 60s, downgrade: { node: [kafka-a-1, kafka-b-1], to: 3.6.0 } }
            """));
        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        foreach (var broker in (string[])["kafka-a-1", "kafka-b-1"])
        {
            var said = history.Of<LogLine>().Where(line => line.Node == broker && line.Sign == LogSign.Release).Select(line => line.Text).ToList();
            Assert.That(said[0], Does.Contain("3.9.2"));
            Assert.That(said[^1], Does.Contain("3.6.0"));
        }

        var applied = history.Of<FaultApplied>().ToList();
        Assert.That(applied.Single(one => one.Fault == Fault.Wipe), Has.Property(nameof(FaultApplied.FileSystemAfter)).Not.Null);
        Assert.That(applied.Where(one => one.Fault == Fault.Empty).Select(one => one.RoomAfter - one.RoomBefore), Has.Exactly(2).Items.And.All.GreaterThan(applied.First(one => one.Fault == Fault.FillDisk).RoomBefore!.Value / 2));
        var log = (await File.ReadAllLinesAsync(Path.Combine(RunFolder, "logs", "kafka-b-1.log"))).Select(StampedLine.Read).OfType<StampedLine>().Where(line => line.Text.Contains("No space left on device", StringComparison.Ordinal)).ToList();
        foreach (var full in applied.Where(one => one.Fault == Fault.FillDisk))
        {
            Assert.That(log.Select(line => line.At - history.Of<RunStarted>().Single().Utc), Has.Some.InRange(full.Sent, full.Seen), "the log says so after each of them");
        }
    }

    [Test]
    public async Task ADiskThatCannotBeMountedIsAFailureInTheHistoryAndNoVerdict()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, as: dark, power-off: { node: zookeeper-c-1 } }
              - { after: 5s, power-on: { same-as: dark } }
            """), "--runs", Runs);
        await tool.PrintedAsync("step 1 of 2");
        var run = (await tool.TraceAsync(Engine))!.Run;
        Assert.That(DiskTraces.Of(run).Select(trace => trace.Name), Has.Exactly(3).StartsWith("loop device"), "the kernel's list of them names the run");
        // Of a file system that is not mounted, the first block: its superblock.
        var device = Regex.Match(await File.ReadAllTextAsync(Path.Combine(RunFolder, "history.jsonl")), @"losetup (/dev/loop\d+) \S*zookeeper-c-1").Groups[1].Value;
        await InEffectAsync(tool, 0);
        await Command.DockerAsync("", "exec", $"kafkachaos-{run}-agent", "dd", "if=/dev/zero", $"of={device}", "bs=4096", "count=1", "conv=fsync");
        Assert.That(await tool.ExitAsync(), Is.EqualTo(2), tool.Output);
        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        var failed = history.Of<FaultFailed>().ToList();
        Assert.That(failed.Select(one => (one.Fault, one.Node)), Is.EqualTo(new[] { (Fault.PowerOn, "zookeeper-c-1") }));
        Assert.That(failed[0].Reason, Does.StartWith("The engine could not start zookeeper-c-1.").And.Contain("mount"));
        Assert.That(tool.Output, Does.Contain("inconclusive").And.Contain("The engine could not start zookeeper-c-1."));
        await NothingIsLeftAsync(run);
    }

    [Test]
    public async Task MembersAreDowngradedOnTheirOwnDisks()
    {
        await PassesAsync(Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 2s, downgrade: { zone: [a, b, c], to: 3.8.6 } }
              - { after: 2s, restart: { zone: [a, b], rolling: zone, wait: nothing } }
            """));
        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        foreach (var node in history.Of<FaultApplied>().Where(one => one.Fault == Fault.Downgrade).Select(one => one.Node))
        {
            var said = history.Of<LogLine>().Where(line => line.Node == node && line.Sign == LogSign.Release).Select(line => line.Text).ToList();
            Assert.That(said, Has.Count.GreaterThanOrEqualTo(2), "the log of the container that was replaced is kept");
            Assert.That(said[0], Does.Contain("version=3.9.4"));
            Assert.That(said[1], Does.Contain("version=3.8.6"));
        }

        Assert.That(history.Of<NodeProcess>().Count(one => one is { Node: "zookeeper-a-1", Change: ProcessChange.Started }), Is.EqualTo(3));
        var (first, next) = (history.Of<FaultApplied>().Single(one => one is { Fault: Fault.Restart, Node: "zookeeper-a-1" }), history.Of<FaultApplied>().Single(one => one is { Fault: Fault.Restart, Node: "zookeeper-b-1" }));
        Assert.That(next.Sent, Is.GreaterThanOrEqualTo(first.Seen), "zone b follows zone a");
        await NothingIsLeftAsync(ScenarioTests.RunOf(RunFolder));
    }

    [Test]
    public async Task DelaysAreFeltAndGoAwayAgain()
    {
        await PassesAsync(Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 3s, as: far, slow: { zone: [a, b, c], delay: 50ms, jitter: 5ms } }
              - { after: 6s, heal: { same-as: far } }
              - { after: 3s, as: lossy, slow: { node: zookeeper-a-1, toward: { node: [zookeeper-b-1, zookeeper-c-1] }, loss: 5%, delay: 1ms } }
              - { after: 2s, as: narrow, slow: { node: zookeeper-b-1, rate: 1Mbit/s } }
              - { after: 2s, heal: { same-as: lossy } }
              - { after: 1s, heal: { same-as: narrow } }
            """));
        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        var (slow, healed) = (history.Of<FaultApplied>().First(one => one.Fault == Fault.Slow).Seen, history.Of<FaultRequested>().First(one => one.Fault == Fault.Heal).At);
        var writes = history.Of<QuorumWrite>().Where(write => write.Outcome == Outcome.Ok).ToList();
        var during = writes.Where(write => write.Invoked > slow && write.At < healed).Select(write => write.At - write.Invoked).ToList();
        // Nodes of one target are not slow toward each other: the client's packet on its way in is late, and the answer's acknowledgement.
        Assert.That(during, Is.Not.Empty.And.All.GreaterThan(TimeSpan.FromMilliseconds(44)));
        var after = writes.Where(write => write.Invoked > history.Of<FaultApplied>().First(one => one.Fault == Fault.Heal).Seen).Min(write => write.At - write.Invoked);
        Assert.That(after, Is.LessThan(during.Min()));
    }

    [TestCase("lose-power-of-two-zones-of-one-site.yaml", "kafka-a-1, kafka-b-1")]
    [TestCase("lose-power-of-one-of-two-sites.yaml", "kafka-a-1")]
    public async Task AKillOfASiteLosesNothingWhereverTheOtherReplicaIs(string file, string brokers)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(ToolProcess.Home, "scenarios", file));
        // What a process wrote outlives it, written back or not: the minute of load that a loss of power needs shows nothing here.
        var kill = text.Replace("power-off: { domain: east }", "kill: { domain-of: { node: kafka-a-1 } }", StringComparison.Ordinal)
            .Replace("power-on:", "start:", StringComparison.Ordinal).Replace("after: 60s", "after: 10s", StringComparison.Ordinal);
        // Nothing is allowed to be lost then.
        await PassesAsync(Scenario(kill.Split("expect:")[0]));
        var killed = (await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None)).Of<FaultRequested>().Single(one => one.Fault == Fault.Kill);
        Assert.That(string.Join(", ", killed.Nodes.Where(node => node.StartsWith("kafka", StringComparison.Ordinal))), Is.EqualTo(brokers));
        Assert.That(killed.Because, Is.EqualTo("node kafka-a-1, in domain east"));
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
