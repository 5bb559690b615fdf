using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>Faults on nodes that have one already, and their undos in both orders: what is asked, and what state is left.</summary>
public sealed class OverlapTests : AgentFixture
{
    private const string Node = "zookeeper-a-1";
    private const string Start = "POST /containers/zookeeper-a-1/start";
    private const NodeState Cut = NodeState.Isolated | NodeState.Cut;

    [Test]
    public async Task AnIsolationOfASlowNodeGoesBeforeItsSlownessAndOneHealTakesBothAway()
    {
        await DoneAsync(Fault.Slow, Node, NodeState.Slow, "set-rules slow1", "count-packets slow1");
        await DoneAsync(Fault.Isolate, Node, NodeState.Slow | Cut, "set-rules cut2", "count-packets cut2");
        await DoneAsync(Fault.Heal, Node, NodeState.Well, "count-packets slow1", "drop-rules slow1", "count-packets cut2", "drop-rules cut2", "find-remains");
        Assert.That(Applied(Fault.Heal), Is.EqualTo((string[])["zookeeper-a-1: 9 packets dropped, 5 packets delayed, 1 packets not delayed, as they should have been until then; nothing stands of it any more; srvr says follower, epoch 1"]));
    }

    [TestCase(Node, "zookeeper-c-1")]
    [TestCase("zookeeper-c-1", Node)]
    public async Task NodesThatAreSlowTogetherAreHealedEachByItself(string first, string second)
    {
        await DoAsync(Fault.Slow, OptionsOf(Fault.Slow), Node, "zookeeper-c-1");
        await DoAsync(Fault.Isolate, OptionsOf(Fault.Isolate), Node);
        Calls();
        foreach (var node in new[] { first, second })
        {
            string[] cut = node == Node ? ["count-packets cut2", "drop-rules cut2"] : [];
            await DoneAsync(Fault.Heal, node, NodeState.Well, ["count-packets slow1", "drop-rules slow1", .. cut, "find-remains"]);
            Assert.That(Paper.States.In(NodeState.Slow), Is.EqualTo(node == first ? (string[])[second] : []));
        }
    }

    [Test]
    public async Task AKillOfAnIsolatedNodeThatIsStartedFirstServesWhenItIsHealed()
    {
        await KillIsolatedAsync();
        await DoneAsync(Fault.Start, Node, Cut, Start);
        Assert.That(Applied(Fault.Start), Is.EqualTo((string[])["zookeeper-a-1: its process runs; it is isolated, so whether it serves shows when it is healed"]));
        await DoneAsync(Fault.Heal, Node, NodeState.Well, "count-packets cut1", "drop-rules cut1", "find-remains");
        Assert.That(Applied(Fault.Heal).Single(), Does.EndWith("nothing stands of it any more; srvr says follower, epoch 1"));
    }

    [Test]
    public async Task AKillOfAnIsolatedNodeThatIsHealedFirstServesWhenItIsStarted()
    {
        await KillIsolatedAsync();
        await DoneAsync(Fault.Heal, Node, NodeState.Dead, "count-packets cut1", "drop-rules cut1", "find-remains");
        Assert.That(Applied(Fault.Heal).Single(), Does.EndWith("nothing stands of it any more; its process does not run"));
        await DoneAsync(Fault.Start, Node, NodeState.Well, Start);
        Assert.That(Applied(Fault.Start), Is.EqualTo((string[])["zookeeper-a-1: srvr says follower, epoch 1"]));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task AnIsolatedMachineThatLosesPowerHasBothUndoneInAnyOrder(bool healedFirst)
    {
        await DoneAsync(Fault.Isolate, Node, Cut, "set-rules cut1", "count-packets cut1");
        await DoneAsync(Fault.PowerOff, Node, Cut | NodeState.Off, "power-off");
        foreach (var heal in new[] { healedFirst, !healedFirst })
        {
            if (heal)
            {
                await DoneAsync(Fault.Heal, Node, healedFirst ? NodeState.Off : NodeState.Well, "count-packets cut1", "drop-rules cut1", "find-remains");
            }
            else
            {
                await DoneAsync(Fault.PowerOn, Node, healedFirst ? NodeState.Well : Cut, "count-sent", "drop-rules off", Start);
            }
        }

        Assert.That(Paper.Recorded<FaultApplied>()[^1].Proof, Does.EndWith("srvr says follower, epoch 1"), "it serves when the last is undone");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task AnIsolatedNodeThatIsPausedHasBothUndoneInAnyOrder(bool healedFirst)
    {
        await DoneAsync(Fault.Isolate, Node, Cut, "set-rules cut1", "count-packets cut1");
        await DoneAsync(Fault.Pause, Node, Cut | NodeState.Paused, "freeze");
        foreach (var heal in new[] { healedFirst, !healedFirst })
        {
            if (heal)
            {
                await DoneAsync(Fault.Heal, Node, healedFirst ? NodeState.Paused : NodeState.Well, "count-packets cut1", "drop-rules cut1", "find-remains");
            }
            else
            {
                await DoneAsync(Fault.Resume, Node, healedFirst ? NodeState.Well : Cut, "thaw");
            }
        }

        Assert.That(Paper.Recorded<FaultApplied>()[^1].Proof, Does.EndWith("srvr says follower, epoch 1"), "it serves when the last is undone");
    }

    [Test]
    public async Task ANodeWithoutPowerIsIsolatedAndSlowedWithoutAWaitForPackets()
    {
        await DoneAsync(Fault.PowerOff, Node, NodeState.Off, "power-off");
        Paper.Agent.Met = (_, _) => new(0, 0, 0);
        await DoneAsync(Fault.Isolate, Node, NodeState.Off | Cut, "set-rules cut2", "count-packets cut2");
        await DoneAsync(Fault.Slow, Node, NodeState.Off | NodeState.Slow | Cut, "set-rules slow3", "count-packets slow3");
        await DoneAsync(Fault.PowerOn, Node, NodeState.Slow | Cut, "count-sent", "drop-rules off", Start);
        await DoneAsync(Fault.Heal, Node, NodeState.Well, "count-packets cut2", "drop-rules cut2", "count-packets slow3", "drop-rules slow3", "find-remains");
        Assert.That(Applied(Fault.Heal), Is.EqualTo((string[])["zookeeper-a-1: no packet met them until then; nothing stands of it any more; srvr says follower, epoch 1"]));
    }

    [Test]
    public async Task APausedZoneThatLosesPowerIsOffAndNotPausedAndItsPowerOnIsItsOnlyUndo()
    {
        string[] zone = [Node, "kafka-a-1"];
        // No broker here can be seen to serve; one whose disk is full is started and not waited for.
        Paper.States.Take(Fault.FillDisk, "kafka-a-1");
        await DoAsync(Fault.Pause, zone);
        Assert.That(Calls(), Is.EqualTo((string[])["""{"$type":"freeze","covers":["/zone-a"],"groups":["/zone-a/zookeeper-a-1","/zone-a/kafka-a-1"]}"""]));
        await DoAsync(Fault.PowerOff, zone);
        Assert.That(Calls().Single(), Does.StartWith("""{"$type":"power-off","covers":["/zone-a"],"nodes":[{"group":"/zone-a/zookeeper-a-1","""));
        Assert.That(Applied(Fault.PowerOff), Is.EquivalentTo(zone.Select(node => $"{node}: frozen, disk shut, silent, then process 4711 gone, exit code 137")));
        Assert.That((Paper.States[Node], Paper.States["kafka-a-1"]), Is.EqualTo((NodeState.Off, NodeState.Off | NodeState.Full)));
        foreach (var fault in new[] { Fault.Resume, Fault.Pause, Fault.Start, Fault.Kill })
        {
            await Assert.ThrowsAsync<FaultException>(() => DoAsync(fault, zone));
        }

        Assert.That(Calls(), Is.Empty);
        await DoAsync(Fault.PowerOn, zone);
        var asked = Kinds().ToList();
        Assert.That(asked.Take(2), Is.EqualTo((string[])["count-sent", "drop-rules off"]));
        Assert.That(asked.Skip(2), Is.EquivalentTo((string[])[Start, "POST /containers/kafka-a-1/start"]));
        Assert.That((Paper.States[Node], Paper.States["kafka-a-1"]), Is.EqualTo((NodeState.Well, NodeState.Full)));
    }

    [Test]
    public async Task AKillOfAPausedNodeLeavesItDeadAndItsUndoIsAStart()
    {
        await DoneAsync(Fault.Pause, Node, NodeState.Paused, "freeze");
        await DoneAsync(Fault.Kill, Node, NodeState.Dead, "kill");
        await Assert.ThrowsAsync<FaultException>(() => DoAsync(Fault.Resume, Node));
        await DoneAsync(Fault.Start, Node, NodeState.Well, Start);
    }

    [Test]
    public async Task ANodeThatIsKilledWhileItsDiskIsFullIsStartedByTheUndoOfEither()
    {
        await DoneAsync(Fault.FillDisk, Node, NodeState.Full, "fill-disk");
        await DoneAsync(Fault.Kill, Node, NodeState.Full | NodeState.Dead, "kill");
        await DoneAsync(Fault.Start, Node, NodeState.Full, Start);
        Assert.That(Applied(Fault.Start), Is.EqualTo((string[])["zookeeper-a-1: started; its disk is full, so whether it serves shows when there is room again"]));
        await DoneAsync(Fault.Kill, Node, NodeState.Full | NodeState.Dead, "kill");
        await DoneAsync(Fault.Empty, Node, NodeState.Well, "empty-disk", Start);
        Assert.That(Applied(Fault.Empty), Is.EqualTo((string[])["zookeeper-a-1: 8192 bytes are free again; srvr says follower, epoch 1"]));
    }

    [Test]
    public async Task AFullDiskOfAMachineWithoutPowerIsEmptiedWhenItIsOn()
    {
        await DoneAsync(Fault.FillDisk, Node, NodeState.Full, "fill-disk");
        await DoneAsync(Fault.PowerOff, Node, NodeState.Full | NodeState.Off, "power-off");
        await Assert.ThrowsAsync<FaultException>(() => DoAsync(Fault.Empty, Node));
        await DoneAsync(Fault.PowerOn, Node, NodeState.Full, "count-sent", "drop-rules off", Start);
        await DoneAsync(Fault.Empty, Node, NodeState.Well, "empty-disk");
    }

    [Test]
    public async Task TheEndOfARunUndoesAllThatIsStillDoneAndHealsWhatIsOffBeforeItIsOn()
    {
        await DoAsync(Fault.Isolate, OptionsOf(Fault.Isolate), Node);
        await DoAsync(Fault.PowerOff, Node);
        await DoAsync(Fault.Pause, "zookeeper-b-1");
        await DoAsync(Fault.FillDisk, "zookeeper-c-1");
        await DoAsync(Fault.Kill, "zookeeper-c-1");
        Calls();
        var nemesis = new Nemesis(
            new TargetResolver(Paper.Cluster, Paper.Metadata, 1), (_, _) => throw new InvalidOperationException(), Paper.Faults, () => TimeSpan.Zero, () => TimeSpan.Zero, Paper.Recorder, TimeProvider.System);
        await nemesis.UndoAsync(CancellationToken.None);
        Assert.That(Kinds(), Is.EqualTo((string[])
        [
            "thaw", "count-packets cut1", "drop-rules cut1", "find-remains", "count-sent", "drop-rules off", Start, "empty-disk", "POST /containers/zookeeper-c-1/start",
        ]));
        Assert.That(Paper.States.In((NodeState)~0), Is.Empty);
    }

    private static FaultOptions? OptionsOf(Fault fault) => fault switch
    {
        Fault.Isolate => new FaultOptions.Isolation(Peers.All, Direction.Both),
        Fault.Slow => new FaultOptions.Slowness(null, null, null, 0.25, null),
        _ => null,
    };

    private async Task KillIsolatedAsync()
    {
        await DoneAsync(Fault.Isolate, Node, Cut, "set-rules cut1", "count-packets cut1");
        await DoneAsync(Fault.Kill, Node, Cut | NodeState.Dead, "kill");
    }

    private async Task DoneAsync(Fault fault, string node, NodeState left, params string[] asked)
    {
        await DoAsync(fault, OptionsOf(fault), node);
        Assert.That(Kinds(), Is.EqualTo(asked), $"{fault}");
        Assert.That(Paper.States[node], Is.EqualTo(left), $"{fault}");
    }
}
