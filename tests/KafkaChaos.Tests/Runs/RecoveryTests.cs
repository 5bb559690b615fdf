using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Runs;
using NUnit.Framework;

namespace KafkaChaos.Tests.Runs;

public sealed class RecoveryTests
{
    private static readonly Topology OnePartition = new(
        [], [], null, null, [new TopicLayout("orders", 1, 2, 1)]);

    private ClusterState _state = new();

    [SetUp]
    public void BeforeTheFault()
    {
        _state = new();
        _state.Add(new ReplicaAssignment("orders", 0, [1, 2]) { At = TimeSpan.Zero });
        _state.Add(new BrokerRegistration(1, TimeSpan.Zero, true, 10) { At = TimeSpan.Zero });
        _state.Add(new BrokerRegistration(2, TimeSpan.Zero, true, 20) { At = TimeSpan.Zero });
        Whole(epoch: 0);
    }

    [Test]
    public void APartitionThatNoFaultTouchedIsWhole() => Assert.That(new Recovery(_state, OnePartition).Look().Holds, Is.True);

    [Test]
    public void TheStateOfBeforeTheKillIsNoRecovery()
    {
        var recovery = new Recovery(_state, OnePartition);
        _state.Add(new BrokerRegistration(2, TimeSpan.Zero, true, 99) { At = TimeSpan.FromSeconds(1) });
        Assert.That(recovery.Look().Holds, Is.False);
        Whole(epoch: 1);
        Assert.That(recovery.Look().Holds, Is.True);
    }

    [Test]
    public void WhatALaterControllerLeftAsItWasIsRecovered()
    {
        _state.Add(new ControllerSeen(TimeSpan.Zero, 1, 4) { At = TimeSpan.Zero });
        var recovery = new Recovery(_state, OnePartition);
        _state.Add(new BrokerRegistration(2, TimeSpan.Zero, true, 99) { At = TimeSpan.FromSeconds(1) });
        _state.Add(new ControllerSeen(TimeSpan.Zero, null, 4) { At = TimeSpan.FromSeconds(1) });
        Assert.That(recovery.Look().Holds, Is.False);
        _state.Add(new ControllerSeen(TimeSpan.Zero, 2, 5) { At = TimeSpan.FromSeconds(2) });
        Assert.That(recovery.Look().Holds, Is.True);
    }

    [Test]
    public void AMissingReplicaIsNamed()
    {
        var recovery = new Recovery(_state, OnePartition);
        _state.Add(new PartitionState("orders", 0, TimeSpan.Zero, 1, 1, [1], 1) { At = TimeSpan.FromSeconds(1) });
        Assert.That(recovery.Look().Holds, Is.False);
        Assert.That(recovery.Look().Seen, Does.Contain("orders/0 in sync 1"));
    }

    [Test]
    public void APartitionThatWasNeverSeenIsNotWhole() => Assert.That(new Recovery(new ClusterState(), OnePartition).Look().Holds, Is.False);

    private void Whole(int epoch) => _state.Add(new PartitionState("orders", 0, TimeSpan.Zero, 1, epoch, [2, 1], 1) { At = TimeSpan.FromSeconds(1) });
}
