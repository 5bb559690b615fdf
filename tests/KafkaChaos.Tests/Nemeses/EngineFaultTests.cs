using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>What the engine is asked for by every fault that it can do, and by its undo.</summary>
[NonParallelizable]
public sealed class EngineFaultTests
{
    private PaperCluster _paper = null!;

    [SetUp]
    public void LayOut() => _paper = new PaperCluster();

    [TearDown]
    public async Task Remove() => await _paper.DisposeAsync();

    [Test]
    public async Task AKillIsSigkillToEachAndItsUndoAStart()
    {
        await DoAsync(Fault.Kill, "zookeeper-a-1", "kafka-a-1");
        Assert.That(_paper.Engine.Calls, Is.EquivalentTo((string[])["POST /containers/zookeeper-a-1/kill?signal=KILL", "POST /containers/kafka-a-1/kill?signal=KILL"]));
        Assert.That(Applied(Fault.Kill), Is.EquivalentTo((string[])["zookeeper-a-1: process gone, exit code 137", "kafka-a-1: process gone, exit code 137"]));
        await DoAsync(Fault.Start, "zookeeper-a-1");
        Assert.That(_paper.Engine.Calls.Skip(2), Is.EqualTo((string[])["POST /containers/zookeeper-a-1/start"]));
        Assert.That(Applied(Fault.Start), Is.EqualTo((string[])["zookeeper-a-1: srvr says follower, epoch 1"]));
    }

    [Test]
    public async Task AStopIsSigtermWithAMinuteForItAndItsUndoAStart()
    {
        await DoAsync(Fault.Stop, "zookeeper-c-1");
        Assert.That(Applied(Fault.Stop), Is.EqualTo((string[])["zookeeper-c-1: process gone, exit code 143"]));
        await DoAsync(Fault.Start, "zookeeper-c-1");
        Assert.That(_paper.Engine.Calls, Is.EqualTo((string[])["POST /containers/zookeeper-c-1/stop?t=60", "POST /containers/zookeeper-c-1/start"]));
    }

    [Test]
    public async Task APauseIsTheEnginesAndItsUndoWaitsUntilTheNodeServes()
    {
        await DoAsync(Fault.Pause, "zookeeper-b-1");
        Assert.That(Applied(Fault.Pause), Is.EqualTo((string[])["zookeeper-b-1: frozen: the engine says that it is paused"]));
        await DoAsync(Fault.Resume, "zookeeper-b-1");
        Assert.That(_paper.Engine.Calls, Is.EqualTo((string[])["POST /containers/zookeeper-b-1/pause", "POST /containers/zookeeper-b-1/unpause"]));
        Assert.That(Applied(Fault.Resume), Is.EqualTo((string[])["zookeeper-b-1: thawed; srvr says leader, epoch 1"]));
    }

    [Test]
    public async Task ANodeThatWasPausedIsNotKilledByTheEngineNorStopped()
    {
        await DoAsync(Fault.Pause, "zookeeper-a-1");
        foreach (var fault in new[] { Fault.Kill, Fault.Stop, Fault.Pause, Fault.Start })
        {
            await Assert.ThrowsAsync<FaultException>(() => DoAsync(fault, "zookeeper-a-1"));
        }

        Assert.That(_paper.Engine.Calls, Is.EqualTo((string[])["POST /containers/zookeeper-a-1/pause"]));
        Assert.That(_paper.Recorded<FaultFailed>().Select(one => one.Fault), Is.EqualTo((Fault[])[Fault.Kill, Fault.Stop, Fault.Pause, Fault.Start]));
    }

    [TestCase(Fault.PowerOff)]
    [TestCase(Fault.FillDisk)]
    [TestCase(Fault.Isolate)]
    public async Task WhatNeedsTheAgentAsksTheEngineForNothing(Fault fault)
    {
        await Assert.ThrowsAsync<FaultException>(() => _paper.Faults.ApplyAsync(0, fault, fault == Fault.Isolate ? new FaultOptions.Isolation(Peers.All, Direction.Both) : null, _paper.Nodes("kafka-b-1"), null, CancellationToken.None));
        Assert.That(_paper.Engine.Calls, Is.Empty);
    }

    private Task DoAsync(Fault fault, params string[] nodes) => _paper.Faults.ApplyAsync(0, fault, null, _paper.Nodes(nodes), null, CancellationToken.None);

    private IEnumerable<string> Applied(Fault fault) => _paper.Recorded<FaultApplied>().Where(one => one.Fault == fault).Select(one => $"{one.Node}: {one.Proof}");
}
