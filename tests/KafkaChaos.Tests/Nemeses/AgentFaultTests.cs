using KafkaChaos.Agents;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>What the agent is asked for by every fault of processes and machines, and by its undo.</summary>
public sealed class AgentFaultTests : AgentFixture
{
    [Test]
    public async Task AKillOfAWholeZoneIsOfItsGroupAndItsUndoAStartByTheEngine()
    {
        await DoAsync(Fault.Kill, "zookeeper-a-1", "kafka-a-1");
        Asked("""{"$type":"kill","covers":["/zone-a"],"groups":["/zone-a/zookeeper-a-1","/zone-a/kafka-a-1"]}""");
        Assert.That(Applied(Fault.Kill), Is.EquivalentTo((string[])["zookeeper-a-1: frozen, then process 4711 gone, exit code 137", "kafka-a-1: frozen, then process 4711 gone, exit code 137"]));
        Assert.That(Paper.Recorded<FaultApplied>().Select(one => new[] { one.Sent, one.Freezing, one.Effect, one.Died, one.Seen }), Has.All.Ordered);
        await DoAsync(Fault.Start, "zookeeper-a-1");
        Asked("POST /containers/zookeeper-a-1/start");
        Assert.That((Paper.States["zookeeper-a-1"], Paper.States["kafka-a-1"]), Is.EqualTo((NodeState.Well, NodeState.Dead)));
    }

    [Test]
    public async Task AKillOfNodesOfTwoZonesIsOneRequest()
    {
        await DoAsync(Fault.Kill, "zookeeper-a-1", "zookeeper-b-1", "kafka-b-1");
        Asked("""{"$type":"kill","covers":["/zone-a/zookeeper-a-1","/zone-b"],"groups":["/zone-a/zookeeper-a-1","/zone-b/zookeeper-b-1","/zone-b/kafka-b-1"]}""");
    }

    [Test]
    public async Task APauseIsAFreezeAndItsUndoAThawThatWaitsUntilTheNodeServes()
    {
        await DoAsync(Fault.Pause, "zookeeper-b-1", "zookeeper-c-1");
        Asked("""{"$type":"freeze","covers":["/zone-b/zookeeper-b-1","/zone-c/zookeeper-c-1"],"groups":["/zone-b/zookeeper-b-1","/zone-c/zookeeper-c-1"]}""");
        Assert.That(Applied(Fault.Pause), Is.EqualTo((string[])["zookeeper-b-1: frozen", "zookeeper-c-1: frozen"]));
        Assert.That(Paper.Recorded<FaultApplied>().Select(one => new[] { one.Sent, one.Freezing, one.Effect, one.Seen }), Has.All.Ordered);
        await DoAsync(Fault.Resume, "zookeeper-b-1");
        Asked("""{"$type":"thaw","groups":["/zone-b/zookeeper-b-1"]}""");
        Assert.That(Applied(Fault.Resume), Is.EqualTo((string[])["zookeeper-b-1: thawed; srvr says leader, epoch 1"]));
        Assert.That((Paper.States["zookeeper-b-1"], Paper.States["zookeeper-c-1"]), Is.EqualTo((NodeState.Well, NodeState.Paused)));
    }

    [Test]
    public async Task ALossOfPowerIsOneRequestAndItsUndoLooksWhetherItWasSilentAndStarts()
    {
        await DoAsync(Fault.PowerOff, "zookeeper-c-1");
        Asked("""{"$type":"power-off","covers":["/zone-c/zookeeper-c-1"],"nodes":[{"group":"/zone-c/zookeeper-c-1","sandbox":"/sandboxes/zookeeper-c-1","disk":"zookeeper-c-1"}]}""");
        Assert.That(Applied(Fault.PowerOff), Is.EqualTo((string[])["zookeeper-c-1: frozen, disk shut, silent, then process 4711 gone, exit code 137"]));
        var off = Paper.Recorded<FaultApplied>().Single();
        Assert.That(new[] { off.Sent, off.Freezing, off.Effect, off.DiskShut, off.Silenced, off.Died, off.Seen }, Is.Ordered.And.None.Null);
        // Longer frames than those of ARP.
        Paper.Agent.Sent = Paper.Agent.Sent with { Frames = 102, Bytes = 5600 };
        await DoAsync(Fault.PowerOn, "zookeeper-c-1");
        Asked(
            """{"$type":"count-sent","sandboxes":["/sandboxes/zookeeper-c-1"]}""",
            """{"$type":"drop-rules","name":"off","sandboxes":["/sandboxes/zookeeper-c-1"]}""",
            "POST /containers/zookeeper-c-1/start");
        Assert.That(Applied(Fault.PowerOn), Is.EqualTo((string[])["zookeeper-c-1: 2 packets left it while it was off; srvr says follower, epoch 1"]));
        Assert.That(Paper.Recorded<FaultApplied>()[^1].Packets, Is.EqualTo(2));
        Assert.That(Paper.States["zookeeper-c-1"], Is.EqualTo(NodeState.Well));
    }

    [Test]
    public async Task AMachineWhoseProcessHadEndedLosesPowerAllTheSame()
    {
        await DoAsync(Fault.Kill, "zookeeper-a-1");
        await DoAsync(Fault.PowerOff, "zookeeper-a-1");
        Assert.That(Applied(Fault.PowerOff), Is.EqualTo((string[])["zookeeper-a-1: silent; its process had ended before, and its disk was written then"]));
        var off = Paper.Recorded<FaultApplied>()[^1];
        Assert.That((off.Died, off.DiskShut, off.Silenced), Is.EqualTo((default(TimeSpan?), default(TimeSpan?), off.Silenced)));
        Assert.That(Paper.States["zookeeper-a-1"], Is.EqualTo(NodeState.Off));
    }

    [Test]
    public async Task TheHistoryKnowsByWhatMeans()
    {
        Assert.That(new[] { Fault.Kill, Fault.Pause, Fault.Resume, Fault.PowerOff, Fault.PowerOn, Fault.Isolate, Fault.Slow, Fault.Heal, Fault.FillDisk, Fault.Empty }.Select(Paper.Faults.Method), Has.All.Contain("the agent: "));
        await using var without = new PaperCluster();
        Assert.That(new[] { Fault.Kill, Fault.Pause, Fault.Resume }.Select(without.Faults.Method), Has.All.EqualTo("parallel Docker API calls"));
    }

    // What began counts as done, so that the end of a run would undo it.
    [TestCase(Fault.Kill, "kill", NodeState.Dead)]
    [TestCase(Fault.Pause, "freeze", NodeState.Paused)]
    [TestCase(Fault.PowerOff, "power-off", NodeState.Off)]
    public async Task AFaultThatTheAgentRefusesIsInTheHistoryOfEachNodeAndCountsFromItsRequestOn(Fault fault, string kind, NodeState state)
    {
        var reason = await RefusedAsync(kind, () => DoAsync(fault, "zookeeper-a-1", "kafka-c-1"));
        Assert.That(Failed(), Is.EqualTo((string[])[$"{fault} zookeeper-a-1: {reason}", $"{fault} kafka-c-1: {reason}"]));
        Assert.That(Paper.Recorded<FaultApplied>(), Is.Empty);
        Assert.That(Paper.Recorded<AgentActed>().Single().Commands, Is.EqualTo((string[])[kind]), "what it did until then");
        Assert.That(Kinds(), Is.EqualTo((string[])[kind]));
        Assert.That((Paper.States["zookeeper-a-1"], Paper.States["kafka-c-1"]), Is.EqualTo((state, state)));
        Assert.That(Paper.Engine["zookeeper-a-1"], Has.Property("Running").True.And.Property("Paused").False);
    }

    [TestCase(Fault.Pause, Fault.Resume, "thaw", NodeState.Paused, "thaw")]
    [TestCase(Fault.PowerOff, Fault.PowerOn, "count-sent", NodeState.Off, "count-sent")]
    [TestCase(Fault.PowerOff, Fault.PowerOn, "drop-rules", NodeState.Off, "count-sent, drop-rules off")]
    public async Task AnUndoThatTheAgentRefusesStartsNothingAndIsStillDue(Fault fault, Fault undo, string kind, NodeState state, string asked)
    {
        await DoAsync(fault, "zookeeper-a-1");
        Calls();
        var reason = await RefusedAsync(kind, () => DoAsync(undo, "zookeeper-a-1"));
        Assert.That(Failed(), Is.EqualTo((string[])[$"{undo} zookeeper-a-1: {reason}"]));
        Assert.That(Applied(undo), Is.Empty);
        Assert.That(string.Join(", ", Kinds()), Is.EqualTo(asked));
        Assert.That(Paper.States["zookeeper-a-1"], Is.EqualTo(state));
    }

    [TestCase(Fault.PowerOff, Fault.PowerOn)]
    [TestCase(Fault.Kill, Fault.Start)]
    public async Task AnUndoWhoseStartTheEngineRefusesIsInTheHistoryWithItsWords(Fault fault, Fault undo)
    {
        await DoAsync(fault, "zookeeper-a-1");
        Paper.Engine.Refuse("POST /containers/zookeeper-a-1/start", 500, "cannot be mounted");
        await Assert.ThrowsAsync<KafkaChaos.Clusters.EnvironmentException>(() => DoAsync(undo, "zookeeper-a-1"));
        Assert.That(Failed(), Is.EqualTo((string[])[$"{undo} zookeeper-a-1: The engine could not start zookeeper-a-1. cannot be mounted"]));
    }

    [Test]
    public async Task WhatANodeIsInNoStateForIsAskedOfNobody([Values(Fault.Resume, Fault.PowerOn, Fault.Heal, Fault.Empty, Fault.Start)] Fault undo)
    {
        await Assert.ThrowsAsync<FaultException>(() => DoAsync(undo, "zookeeper-a-1"));
        Asked();
        Assert.That(Failed().Single(), Does.StartWith($"{undo} zookeeper-a-1: its ").Or.StartsWith($"{undo} zookeeper-a-1: it is "));
    }
}
