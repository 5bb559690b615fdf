using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>What the agent is asked for by a disk that is filled, emptied, or made new.</summary>
public sealed class AgentDiskTests : AgentFixture
{
    private const string Empty = """{"$type":"empty-disk","disk":"zookeeper-b-1","group":"/zone-b/zookeeper-b-1"}""";

    [Test]
    public async Task ADiskIsFullWhenTheLogSaysSoAndItsUndoWaitsUntilTheNodeServes()
    {
        await DoAsync(Fault.FillDisk, "zookeeper-b-1");
        Asked("""{"$type":"fill-disk","disk":"zookeeper-b-1","group":"/zone-b/zookeeper-b-1"}""");
        Assert.That(Applied(Fault.FillDisk), Is.EqualTo((string[])["zookeeper-b-1: 8192 bytes taken, all there were; its log says: No space left on device"]));
        Assert.That(Paper.Recorded<FaultApplied>().Select(one => (one.RoomBefore, one.RoomAfter)), Is.EqualTo(new (long?, long?)[] { (8192, 0) }));
        Assert.That(Paper.States["zookeeper-b-1"], Is.EqualTo(NodeState.Full));
        await DoAsync(Fault.Empty, "zookeeper-b-1");
        Asked(Empty);
        Assert.That(Applied(Fault.Empty), Is.EqualTo((string[])["zookeeper-b-1: 8192 bytes are free again; srvr says leader, epoch 1"]));
        Assert.That((Paper.Recorded<FaultApplied>()[^1].RoomBefore, Paper.Recorded<FaultApplied>()[^1].RoomAfter), Is.EqualTo(((long?)0, (long?)8192)));
        Assert.That(Paper.States["zookeeper-b-1"], Is.EqualTo(NodeState.Well));
    }

    [Test]
    public async Task AProcessThatEndedByItsFullDiskIsStartedWhenThereIsRoom()
    {
        await DoAsync(Fault.FillDisk, "zookeeper-b-1");
        Paper.Engine["zookeeper-b-1"].End(1);
        Calls();
        await DoAsync(Fault.Empty, "zookeeper-b-1");
        Assert.That(Calls(), Is.EqualTo((string[])[Empty, "POST /containers/zookeeper-b-1/start"]));
    }

    [Test]
    public async Task EachDiskIsARequestOfItsOwn()
    {
        await DoAsync(Fault.FillDisk, "zookeeper-a-1", "kafka-c-1");
        Assert.That(Calls(), Is.EquivalentTo((string[])
        [
            """{"$type":"fill-disk","disk":"zookeeper-a-1","group":"/zone-a/zookeeper-a-1"}""",
            """{"$type":"fill-disk","disk":"kafka-c-1","group":"/zone-c/kafka-c-1"}""",
        ]));
    }

    [Test]
    public async Task ADiskIsMadeNewBetweenAStopAndAStart()
    {
        await WipeAsync();
        Asked("POST /containers/zookeeper-b-1/stop?t=60", """{"$type":"wipe-disk","disk":"zookeeper-b-1"}""", "POST /containers/zookeeper-b-1/start");
        Assert.That(Applied(Fault.Wipe), Is.EqualTo((string[])["zookeeper-b-1: stopped, its disk made new, serves again"]));
        Assert.That((Paper.Recorded<FaultApplied>()[^1].FileSystemBefore, Paper.Recorded<FaultApplied>()[^1].FileSystemAfter), Is.EqualTo(("old", "new")));
        Assert.That(Paper.States["zookeeper-b-1"], Is.EqualTo(NodeState.Well));
    }

    [Test]
    public async Task AWipeTakesAwayWhatFilledTheDisk()
    {
        await DoAsync(Fault.FillDisk, "zookeeper-b-1");
        await WipeAsync();
        Assert.That(Applied(Fault.Start), Is.EqualTo((string[])["zookeeper-b-1: srvr says leader, epoch 1"]));
        Assert.That(Paper.States["zookeeper-b-1"], Is.EqualTo(NodeState.Well));
    }

    [Test]
    public async Task AWipeThatTheAgentRefusesLeavesTheNodeStoppedAndToBeStartedAtTheEnd()
    {
        var reason = await RefusedAsync("wipe-disk", WipeAsync);
        Assert.That(Failed(), Is.EqualTo((string[])[$"Wipe zookeeper-b-1: {reason}"]));
        Assert.That(Calls().Select(call => call.Split('?')[0]), Is.EqualTo((string[])["POST /containers/zookeeper-b-1/stop", """{"$type":"wipe-disk","disk":"zookeeper-b-1"}"""]));
        Assert.That(Applied(Fault.Wipe), Is.Empty);
        Assert.That(Paper.States["zookeeper-b-1"], Is.EqualTo(NodeState.Dead));
    }

    [Test]
    public async Task ADiskThatTheAgentDoesNotFillIsInTheHistory()
    {
        var reason = await RefusedAsync("fill-disk", () => DoAsync(Fault.FillDisk, "zookeeper-b-1"));
        Assert.That(Failed(), Is.EqualTo((string[])[$"FillDisk zookeeper-b-1: {reason}"]));
        Assert.That(Paper.Recorded<AgentActed>().Single().Commands, Is.EqualTo((string[])["fill-disk"]));
        Assert.That(Paper.Recorded<FaultApplied>(), Is.Empty);
    }

    [Test]
    public async Task ADiskThatTheAgentDoesNotEmptyIsFullStill()
    {
        await DoAsync(Fault.FillDisk, "zookeeper-b-1");
        Paper.Engine["zookeeper-b-1"].End(1);
        Calls();
        var reason = await RefusedAsync("empty-disk", () => DoAsync(Fault.Empty, "zookeeper-b-1"));
        Assert.That(Failed(), Is.EqualTo((string[])[$"Empty zookeeper-b-1: {reason}"]));
        Assert.That(Calls(), Is.EqualTo((string[])[Empty]), "and is not started");
        Assert.That(Paper.States["zookeeper-b-1"], Is.EqualTo(NodeState.Full));
    }

    private Task WipeAsync() => new KafkaChaos.Nemeses.Rolling(Paper.Faults, (_, _) => Task.FromResult(new Look(true, "")), () => TimeSpan.FromMinutes(1), Paper.Recorder)
        .ApplyAsync(9, Fault.Wipe, null, Paper.Nodes("zookeeper-b-1"), CancellationToken.None);
}
