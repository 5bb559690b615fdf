using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>Faults that the engine refuses, or that end otherwise than they should.</summary>
[NonParallelizable]
public sealed class EngineRefusalTests
{
    private PaperCluster _paper = null!;

    [SetUp]
    public void LayOut() => _paper = new PaperCluster();

    [TearDown]
    public async Task Remove() => await _paper.DisposeAsync();

    [Test]
    public async Task WhatTheEngineRefusesIsInTheHistoryWithItsWords([Values(Fault.Kill, Fault.Stop, Fault.Pause)] Fault fault, [Values(404, 409, 500)] int status)
    {
        _paper.Engine.Refuse($"POST /containers/zookeeper-a-1/{fault.ToString().ToLowerInvariant()}", status, "not today");
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => DoAsync(fault, "zookeeper-a-1"));
        Assert.That(refused!.Seen, Is.EqualTo($"{status} not today"));
        Assert.That(Failed(), Is.EqualTo((string[])[$"{fault} zookeeper-a-1: The Docker engine failed. {status} not today"]));
        Assert.That(_paper.Recorded<FaultApplied>(), Is.Empty);
    }

    [Test]
    public async Task AnUndoThatTheEngineRefusesLeavesTheNodeToBeUndoneAtTheEnd([Values(404, 409, 500)] int status)
    {
        await DoAsync(Fault.Pause, "zookeeper-a-1");
        await DoAsync(Fault.Kill, "zookeeper-c-1");
        _paper.Engine.Refuse("POST /containers/zookeeper-a-1/unpause", status, "not today");
        _paper.Engine.Refuse("POST /containers/zookeeper-c-1/start", status, "not today");
        await Assert.ThrowsAsync<EnvironmentException>(() => DoAsync(Fault.Resume, "zookeeper-a-1"));
        await Assert.ThrowsAsync<EnvironmentException>(() => DoAsync(Fault.Start, "zookeeper-c-1"));
        Assert.That(Failed(), Has.Count.EqualTo(2).And.All.EndsWith(" not today"));
        Assert.That((_paper.States["zookeeper-a-1"], _paper.States["zookeeper-c-1"]), Is.EqualTo((NodeState.Paused, NodeState.Dead)));
    }

    [Test]
    public async Task AContainerThatSomebodyElseRemovedIsNamed()
    {
        _paper.Engine.Remove("zookeeper-a-1");
        var gone = await Assert.ThrowsAsync<EnvironmentException>(() => DoAsync(Fault.Kill, "zookeeper-a-1"));
        Assert.That(gone!.What, Is.EqualTo("The container of zookeeper-a-1 is gone."));
        Assert.That(_paper.Engine.Calls, Is.Empty);
    }

    [Test]
    public async Task AProcessThatDidNotHearSigtermAndWasKilledIsNoControlledShutdown()
    {
        _paper.Engine["kafka-a-1"].StopsWith = 137;
        var late = await Assert.ThrowsAsync<FaultException>(() => DoAsync(Fault.Stop, "kafka-a-1"));
        Assert.That(late!.Message, Does.Contain("did not shut down within 60 s and was killed"));
        Assert.That(Failed(), Is.EqualTo((string[])["Stop kafka-a-1: it did not shut down within 60 s and was killed"]));
    }

    [Test]
    public async Task APauseThatTheEngineTookAndThatLeftTheContainerRunningIsNoPause()
    {
        _paper.Engine["zookeeper-a-1"].IgnoresPauses = true;
        var idle = await Assert.ThrowsAsync<FaultException>(() => DoAsync(Fault.Pause, "zookeeper-a-1", "zookeeper-c-1"));
        Assert.That(idle!.Message, Is.EqualTo("zookeeper-a-1 was to pause: the engine took the request, and says that the container is not paused: it runs"));
        Assert.That(Failed(), Is.EqualTo((string[])["Pause zookeeper-a-1: the engine took the request, and says that the container is not paused: it runs"]));
        Assert.That(_paper.Recorded<FaultApplied>().Select(one => one.Node), Is.EqualTo((string[])["zookeeper-c-1"]));

        await _paper.Faults.ApplyAsync(Nemesis.Undo, Fault.Resume, null, _paper.Nodes("zookeeper-a-1", "zookeeper-c-1"), null, CancellationToken.None);
        Assert.That(_paper.Engine.Calls.Skip(2), Is.EqualTo((string[])["POST /containers/zookeeper-c-1/unpause"]));
        Assert.That(_paper.States.In(NodeState.Paused), Is.Empty);
    }

    [Test]
    public async Task AThawThatTheEngineTookAndThatLeftTheContainerPausedIsNone()
    {
        await DoAsync(Fault.Pause, "zookeeper-a-1");
        _paper.Engine["zookeeper-a-1"].IgnoresPauses = true;
        await Assert.ThrowsAsync<FaultException>(() => DoAsync(Fault.Resume, "zookeeper-a-1"));
        Assert.That(Failed(), Is.EqualTo((string[])["Resume zookeeper-a-1: the engine took the request, and says that the container is still paused"]));
        Assert.That(_paper.Recorded<FaultApplied>().Select(one => one.Fault), Is.EqualTo((Fault[])[Fault.Pause]));
        Assert.That(_paper.States["zookeeper-a-1"], Is.EqualTo(NodeState.Paused));
    }

    [Test]
    public async Task AMemberThatExitsAtItsStartIsStartedOnceMoreAndItsLogIsSaid()
    {
        await DoAsync(Fault.Kill, "zookeeper-a-1");
        _paper.Engine["zookeeper-a-1"].Crashes.Enqueue((1, "No snapshot found, but there are log entries"));
        _paper.Engine["zookeeper-a-1"].Crashes.Enqueue((1, "No snapshot found, but there are log entries"));
        var failed = await Assert.ThrowsAsync<NotServingException>(() => DoAsync(Fault.Start, "zookeeper-a-1"));
        Assert.That((failed!.What, failed.Seen), Is.EqualTo(("zookeeper-a-1 does not serve.", "its process exited with 1; the last lines of its log:\n    No snapshot found, but there are log entries")));
        Assert.That(_paper.Engine.Calls.Skip(1), Is.EqualTo(Enumerable.Repeat("POST /containers/zookeeper-a-1/start", 2)));
        Assert.That(_paper.Recorded<FaultFailed>().Single().ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task ABrokerIsStartedAgainWhileItsLastSessionStandsAndOnlyOnceMoreAfterAnotherError()
    {
        await DoAsync(Fault.Kill, "kafka-a-1");
        foreach (var log in new[] { "KeeperErrorCode = NodeExists", "Timed out waiting for connection", "out of order", "out of order" })
        {
            _paper.Engine["kafka-a-1"].Crashes.Enqueue((1, log));
        }

        var failed = await Assert.ThrowsAsync<NotServingException>(() => DoAsync(Fault.Start, "kafka-a-1"));
        Assert.That(failed!.Seen, Does.EndWith("out of order"));
        Assert.That(_paper.Engine.Calls.Skip(1), Is.EqualTo(Enumerable.Repeat("POST /containers/kafka-a-1/start", 4)));
    }

    private Task DoAsync(Fault fault, params string[] nodes) => _paper.Faults.ApplyAsync(0, fault, null, _paper.Nodes(nodes), null, CancellationToken.None);

    private List<string> Failed() => [.. _paper.Recorded<FaultFailed>().Select(one => $"{one.Fault} {one.Node}: {one.Reason}")];
}
