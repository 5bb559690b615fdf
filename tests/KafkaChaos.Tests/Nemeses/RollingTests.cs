using System.Text.Json;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;
using Rolling = KafkaChaos.Model.Rolling;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>Restarts, upgrades and downgrades: which nodes at a time, what the engine is asked for, and what is waited for between them.</summary>
[NonParallelizable]
public sealed class RollingTests
{
    private static readonly string[] Members = ["zookeeper-a-1", "zookeeper-b-1", "zookeeper-c-1"];

    private PaperCluster _paper = null!;

    [SetUp]
    public void LayOut() => _paper = new PaperCluster();

    [TearDown]
    public async Task Remove() => await _paper.DisposeAsync();

    [Test]
    public async Task NodeByNodeTheNextIsStoppedWhenTheClusterIsWholeAgain()
    {
        await RollAsync(Fault.Restart, new(Rolling.NodeByNode, true, null), Members);
        Assert.That(Done(), Is.EqualTo((string[])
        [
            "stop a", "start a", "QuorumWhole: not yet", "QuorumWhole", "FullInSync: not yet", "FullInSync",
            "stop b", "start b", "QuorumWhole", "FullInSync",
            "stop c", "start c",
        ]));
        Assert.That(_paper.Recorded<FaultApplied>().Where(one => one.Fault == Fault.Restart).Select(one => $"{one.Node}: {one.Proof}"), Is.EqualTo(Members.Select(member => $"{member}: stopped, serves again")));
        Assert.That(_paper.Recorded<FaultRequested>().Select(one => (one.Fault, one.Because)).Distinct(), Is.EqualTo(((Fault, string)[])[(Fault.Stop, "part of a restart"), (Fault.Start, "part of a restart")]));
    }

    [Test]
    public async Task WaitForNothingGoesOnAsSoonAsANodeServes()
    {
        await RollAsync(Fault.Restart, new(Rolling.NodeByNode, false, null), Members);
        Assert.That(Done(), Is.EqualTo((string[])["stop a", "start a", "stop b", "start b", "stop c", "start c"]));
    }

    [Test]
    public async Task ZoneByZoneAllOfAZoneStopBeforeOneOfThemStarts()
    {
        // No broker here can be seen to serve; one whose disk is full is started and not waited for.
        _paper.States.Take(Fault.FillDisk, "kafka-a-1");
        _paper.States.Take(Fault.FillDisk, "kafka-b-1");
        await RollAsync(Fault.Restart, new(Rolling.ZoneByZone, false, null), "zookeeper-a-1", "zookeeper-b-1", "kafka-a-1", "kafka-b-1");
        var done = _paper.Engine.Calls.Select(call => call.Split('/') is var parts ? $"{parts[3].Split('?')[0]} {parts[2]}" : "").ToList();
        Assert.That(done.Chunk(2).Select(pair => string.Join(", ", pair.Order(StringComparer.Ordinal))), Is.EqualTo((string[])
        [
            "stop kafka-a-1, stop zookeeper-a-1", "start kafka-a-1, start zookeeper-a-1", "stop kafka-b-1, stop zookeeper-b-1", "start kafka-b-1, start zookeeper-b-1",
        ]));
    }

    [Test]
    public async Task ZoneByZoneWaitsBetweenZonesAndNotAfterTheLast()
    {
        await RollAsync(Fault.Restart, new(Rolling.ZoneByZone, true, null), "zookeeper-a-1", "zookeeper-c-1");
        Assert.That(Done(), Is.EqualTo((string[])["stop a", "start a", "QuorumWhole: not yet", "QuorumWhole", "FullInSync: not yet", "FullInSync", "stop c", "start c"]));
    }

    [Test]
    public async Task NotRollingAllStopBeforeOneOfThemStarts()
    {
        await RollAsync(Fault.Restart, new(Rolling.No, true, null), Members);
        Assert.That(Done().Chunk(3).Select(three => string.Join(", ", three.Order(StringComparer.Ordinal))), Is.EqualTo((string[])["stop a, stop b, stop c", "start a, start b, start c"]));
    }

    [TestCase(Fault.Downgrade)]
    [TestCase(Fault.Upgrade)]
    public async Task AReplacementIsAContainerOfTheOtherVersionInTheSameSandboxZoneAndDisk(Fault fault)
    {
        await RollAsync(fault, new(Rolling.NodeByNode, false, PaperCluster.Other), "zookeeper-a-1", "zookeeper-c-1");
        Assert.That(_paper.Engine.Calls, Is.EqualTo((string[])
        [
            "POST /containers/zookeeper-a-1/stop?t=60",
            "POST /containers/create?name=kafkachaos-0badcafe-zookeeper-a-1-2",
            "POST /containers/kafkachaos-0badcafe-zookeeper-a-1-2/start",
            "POST /containers/zookeeper-c-1/stop?t=60",
            "POST /containers/create?name=kafkachaos-0badcafe-zookeeper-c-1-2",
            "POST /containers/kafkachaos-0badcafe-zookeeper-c-1-2/start",
        ]));
        var (made, host) = (Made("zookeeper-c-1"), Made("zookeeper-c-1").GetProperty("HostConfig"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.GetProperty("Image").GetString(), Is.EqualTo("kafkachaos/zookeeper:3.8.6"));
            Assert.That(made.GetProperty("Labels").GetProperty(RunIdentity.NodeLabel).GetString(), Is.EqualTo("zookeeper-c-1"));
            Assert.That(host.GetProperty("NetworkMode").GetString(), Is.EqualTo("container:zookeeper-c-1-sandbox"));
            Assert.That(host.GetProperty("CgroupParent").GetString(), Is.EqualTo("/zone-c"));
            Assert.That(host.GetProperty("Binds").EnumerateArray().Single().GetString(), Is.EqualTo($"zookeeper-c-1-disk:{NodeConfiguration.Disk}:nocopy"));
            Assert.That(_paper.Recorded<FaultApplied>()[^1].Proof, Is.EqualTo("stopped, ZooKeeper 3.9.4 replaced by ZooKeeper 3.8.6, serves again"));
        }

        // What comes later goes to the new container.
        await _paper.Faults.ApplyAsync(1, Fault.Kill, null, _paper.Nodes("zookeeper-c-1"), null, CancellationToken.None);
        Assert.That(_paper.Engine.Calls[^1], Is.EqualTo("POST /containers/kafkachaos-0badcafe-zookeeper-c-1-2/kill?signal=KILL"));
    }

    [TestCase(404)]
    [TestCase(409)]
    [TestCase(500)]
    public async Task AReplacementThatTheEngineRefusesIsInTheHistoryAndTheNextNodesAreLeftAlone(int status)
    {
        _paper.Engine.Refuse("POST /containers/create", status, "not today");
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => RollAsync(Fault.Downgrade, new(Rolling.NodeByNode, true, PaperCluster.Other), Members));
        Assert.That((refused!.What, refused.Seen), Is.EqualTo(("The engine could not start zookeeper-a-1.", "not today")));
        Assert.That(_paper.Recorded<FaultFailed>().Select(one => $"{one.Fault} {one.Node}: {one.Reason}"), Is.EqualTo((string[])["Start zookeeper-a-1: The engine could not start zookeeper-a-1. not today"]));
        Assert.That(_paper.Engine.Calls.Select(call => call.Split('?')[0]), Is.EqualTo((string[])["POST /containers/zookeeper-a-1/stop", "POST /containers/create"]));
    }

    [Test]
    public async Task NodesThatCannotBeStoppedAreFoundBeforeTheFirstIs()
    {
        _paper.Engine["zookeeper-c-1"].End(1);
        await Assert.ThrowsAsync<FaultException>(() => RollAsync(Fault.Restart, new(Rolling.NodeByNode, true, null), Members));
        Assert.That(_paper.Engine.Calls, Is.Empty);
    }

    [Test]
    public async Task AClusterThatDoesNotComeToBeWholeEndsTheStep()
    {
        var rolling = new KafkaChaos.Nemeses.Rolling(_paper.Faults, (_, _) => Task.FromResult(new Look(false, "one out of sync")), () => TimeSpan.Zero, _paper.Recorder);
        var late = await Assert.ThrowsAsync<WaitException>(() => rolling.ApplyAsync(3, Fault.Restart, new(Rolling.NodeByNode, true, null), _paper.Nodes(Members), CancellationToken.None));
        Assert.That(late!.Message, Does.Contain("whole between the nodes of step 4"));
        Assert.That(Done(), Is.EqualTo((string[])["stop a", "start a"]));
    }

    private JsonElement Made(string node) => _paper.Engine.Created[$"kafkachaos-0badcafe-{node}-2"];

    // Each condition holds from the second look on.
    private Task RollAsync(Fault fault, FaultOptions.Replacement options, params string[] nodes)
    {
        var looked = new HashSet<Condition>();
        return new KafkaChaos.Nemeses.Rolling(_paper.Faults, LookAsync, () => TimeSpan.FromMinutes(1), _paper.Recorder).ApplyAsync(0, fault, options, _paper.Nodes(nodes), CancellationToken.None);

        Task<Look> LookAsync(Condition condition, CancellationToken token)
        {
            var holds = !looked.Add(condition);
            _paper.Engine.Note($"{condition.GetType().Name}{(holds ? "" : ": not yet")}");
            return Task.FromResult(new Look(holds, "looked at"));
        }
    }

    /// <summary>What was done and looked at, in order: of a call what it does and the zone of its member.</summary>
    private IEnumerable<string> Done() => _paper.Engine.Calls.Select(call => call.Split('/') is [_, _, var container, var what] ? $"{what.Split('?')[0]} {container["zookeeper-".Length..][0]}" : call);
}
