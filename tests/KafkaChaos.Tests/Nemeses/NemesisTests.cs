using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>When steps are taken, and what they wait for.</summary>
[NonParallelizable]
public sealed class NemesisTests
{
    private static readonly Target Leading = new Target.HolderOf(Role.ZooKeeperLeader);

    private PaperCluster _paper = null!;

    [SetUp]
    public void LayOut() => _paper = new PaperCluster(agent: true, session: 1000);

    [TearDown]
    public async Task Remove() => await _paper.DisposeAsync();

    [Test]
    public async Task AStepIsNeverTakenBeforeItsTime()
    {
        var steps = Enumerable.Range(0, 20).Select(number => new Step(null, TimeSpan.FromMilliseconds(number), number % 2 == 0 ? Fault.Pause : Fault.Resume, new Target.Nodes(["zookeeper-a-1"])));
        await RunAsync(TimeSpan.Zero, [.. steps]);
        Assert.That(_paper.Recorded<FaultRequested>(), Has.Count.EqualTo(20).And.All.Matches<FaultRequested>(one => one!.At >= one.Due));
    }

    [Test]
    public async Task ARoleThatNobodyHoldsIsLookedUpAgainUntilSomebodyDoes()
    {
        _paper.Leader = null;
        var running = RunAsync(TimeSpan.FromMinutes(1), new Step(null, TimeSpan.Zero, Fault.Pause, Leading));
        var asked = _paper.Asked;
        await Wait.UntilAsync("the role to be looked up twice", TimeSpan.FromMinutes(1), _ => Task.FromResult(new Look(_paper.Asked >= asked + 6, "")), CancellationToken.None);
        Assert.That(_paper.Recorded<FaultRequested>(), Is.Empty);
        _paper.Leader = "zookeeper-c-1";
        await running;
        Assert.That(_paper.Recorded<FaultRequested>().Single().Nodes, Is.EqualTo((string[])["zookeeper-c-1"]));
    }

    [Test]
    public async Task ARoleThatNobodyHoldsForTooLongEndsTheRunWithWhatEachMemberWas()
    {
        _paper.Leader = null;
        var late = await Assert.ThrowsAsync<WaitException>(() => RunAsync(TimeSpan.FromMilliseconds(300), new Step(null, TimeSpan.Zero, Fault.Pause, Leading)));
        Assert.That(late!.Message, Is.EqualTo("waited 0.3 s for the target of step 1, which is looked up, to be held by a node; last seen: no ensemble member leads now: zookeeper-a-1 Follower, zookeeper-b-1 Follower, zookeeper-c-1 Follower"));
    }

    [TestCase("zookeeper-b-1", true)]
    [TestCase("zookeeper-c-1", false)]
    public async Task WhomASlownessIsTowardIsLookedUpAgainAfterItsEffect(string then, bool held)
    {
        _paper.Recorder.Recorded += one => _paper.Leader = one is FaultApplied ? then : _paper.Leader;
        await RunAsync(TimeSpan.FromMinutes(1), new Step(null, TimeSpan.Zero, Fault.Slow, new Target.Nodes(["zookeeper-a-1"])) { Options = new FaultOptions.Slowness(Leading, TimeSpan.FromMilliseconds(20), null, null, null) });
        Assert.That(_paper.Recorded<FaultRequested>().Single().Because, Is.EqualTo("node zookeeper-a-1, toward zookeeper-leader is zookeeper-b-1"));
        Assert.That(_paper.Recorded<RoleChecked>().Select(one => (one.Held, one.Seen)), Is.EqualTo(new[] { ((bool?)held, $"zookeeper-leader is {then}") }));
    }

    private Task RunAsync(TimeSpan vacancy, params Step[] steps)
    {
        var nemesis = new Nemesis(
            new TargetResolver(_paper.Cluster, _paper.Metadata, 1), (_, _) => Task.FromResult(new Look(true, "")), _paper.Faults, () => TimeSpan.Zero, () => vacancy, _paper.Recorder, TimeProvider.System);
        return nemesis.RunAsync(new Scenario("pauses", "", PaperCluster.Topology, null, steps, new Expectations()), CancellationToken.None);
    }
}
