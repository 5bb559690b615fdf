using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>What was recovered must be so at the end, in a run that was seen through.</summary>
public sealed class RecoveryTests
{
    [TestCase("zookeeper-a-1", MemberMode.Silent)]
    [TestCase("zookeeper-b-1", MemberMode.Silent)]
    [TestCase("zookeeper-b-1", MemberMode.NotServing)]
    public void AMemberThatStopsServingAfterTheUndoForGoodHasNotRecovered(string member, MemberMode mode)
    {
        var story = new Story();
        story.Add(new MemberRole(member, S(45), mode, null) { At = S(45.1) });
        Assert.That(story.OnlyObjects("recovery").Statement, Does.Contain($"{member} is {mode.ToString().ToLowerInvariant()}"));
        story.Add(new MemberRole(member, S(47), MemberMode.Follower, 2) { At = S(47.1) });
        story.Passes();
    }

    [TestCase("kafka-a-1")]
    [TestCase("kafka-b-1")]
    [TestCase("zookeeper-c-1")]
    public void ANodeThatExitsAfterTheUndoAndIsNeverBackHasNotRecovered(string node)
    {
        var story = new Story();
        story.Add(new NodeProcess(node, ProcessChange.Exited, "exit code 3") { At = S(48) });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("recovery").Statement, Does.Contain($"{node} exited at 48 s (exit code 3)"));
        story.Add(new NodeProcess(node, ProcessChange.Started, "running") { At = S(48.5) });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void ANodeThatExitedBeforeTheUndoAndIsNeverBackHasNotRecovered()
    {
        var story = new Story();
        story.Add(new NodeProcess("kafka-a-1", ProcessChange.Exited, "exit code 3") { At = S(30) });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [TestCase(1L, Fault.Start, Verdict.Failed)]
    [TestCase(1L, Fault.PowerOn, Verdict.Failed)]
    [TestCase(null, Fault.Start, Verdict.Inconclusive)]
    [TestCase(1L, Fault.Upgrade, Verdict.Inconclusive)]
    public void ANodeThatIsStartedAgainAndEndsByItselfHasNotRecoveredThoughTheRunIsBrokenOff(long? code, Fault fault, Verdict verdict)
    {
        var story = BrokenOff();
        story.Add(new FaultFailed(1, fault, "zookeeper-b-1", "zookeeper-b-1 does not serve. its process exited") { At = S(42), ExitCode = code });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(verdict));
        Assert.That(story.Judge().Verdict, Is.EqualTo(verdict));
        if (verdict == Verdict.Failed)
        {
            Assert.That(story.Find("recovery").Statement, Does.Contain("zookeeper-b-1, started again, ended by itself with exit code 1"));
        }
    }

    [Test]
    public void ANodeThatEndsByItselfInPlaceOfAnotherVersionMayBeTheHarnesssDoing()
    {
        var story = BrokenOff();
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0], story.Scenario.Steps[1] with { Fault = Fault.Upgrade }] };
        story.Add(new FaultFailed(1, Fault.Start, "zookeeper-b-1", "zookeeper-b-1 does not serve. its process exited") { At = S(42), ExitCode = 1 });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    // Its node was asked to start, and nothing of it was seen until the run was given up.
    private static Story BrokenOff()
    {
        var story = new Story();
        story.Keep(story.Events.Where(one => one.At < S(40.5)));
        story.Add(new RunEnded(RunEnd.Aborted, "zookeeper-b-1 does not serve.") { At = S(42.1) });
        story.Add(new LeftoverAudit([], false) { At = S(43) });
        return story;
    }

    [Test]
    public void WhatTheCleanUpEndsHasRecovered()
    {
        var story = new Story();
        story.Add(new NodeProcess("kafka-a-1", ProcessChange.Exited, "exit code 137") { At = S(52) });
        story.Add(new MemberRole("zookeeper-a-1", S(52), MemberMode.Silent, null) { At = S(52.2) });
        story.Passes();
    }

    [Test]
    public void AnInSyncSetThatShrinksAgainAfterTheUndoHasNotRecovered()
    {
        var story = new Story();
        story.Add(new PartitionState(Story.Topic, 0, S(50.9), 1, 1, [1, 3], 2) { At = S(51) });
        Assert.That(story.OnlyObjects("recovery").Statement, Does.Contain("orders/0 has the in-sync set [1, 3]"));
        story.Add(new PartitionState(Story.Topic, 0, S(51.4), 1, 1, [1, 2, 3], 2) { At = S(51.5) });
        story.Passes();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AnInSyncSetThatWasWholeBetweenFaultsAndShrinksBehindTheUndoRecoversAfterThat(bool kraft)
    {
        var story = kraft ? KRaftStory.Of() : new Story();
        story.Add(new PartitionState(Story.Topic, 0, S(34.9), 1, 1, [1, 2, 3], 2) { At = S(35) });
        story.Add(new PartitionState(Story.Topic, 0, S(42.9), 1, 1, [1, 3], 2) { At = S(43) });
        story.Change<PartitionState>(state => state.Partition == 0 && state.At == S(46), state => state with { Since = S(47.9), At = S(48) });
        Assert.That(Took(story), Is.EqualTo(8));
    }

    [Test]
    public void ABrokerThatIsFencedBehindTheUndoRecoversAfterThat()
    {
        var story = KRaftStory.Of();
        story.Add(new BrokerRegistration(2, S(34.9), true, 198) { At = S(35) });
        story.Add(new BrokerRegistration(2, S(42.9), false, null) { At = S(43) });
        story.Change<BrokerRegistration>(one => one.At == S(44), one => one with { Since = S(47.9), At = S(48) });
        Assert.That(Took(story), Is.EqualTo(8));
    }

    [TestCase(true, Verdict.Failed, Description = "it does not know yet who is lost")]
    [TestCase(false, Verdict.Passed)]
    public void WhatTheNextControllerWritesAtTheSameLeaderEpochIsNewUnlessItIsKRafts(bool kraft, Verdict verdict)
    {
        var story = kraft ? KRaftStory.Of() : new Story();
        story.Remove<PartitionState>(state => state.At > S(20));
        for (var partition = 0; partition < 3; partition++)
        {
            story.Add(new PartitionState(Story.Topic, partition, S(29.9), partition + 1, 0, [1, 2, 3], 2) { At = S(30) });
        }

        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(verdict), story.Find("recovery").Statement);
    }

    // Killed together, and all back before the next controller: it finds every leader alive, and writes nothing.
    [TestCase(44.1, Verdict.Passed)]
    [TestCase(43.8, Verdict.Failed, Description = "elected while the broker was away, it had to write")]
    public void BrokersThatAreAllBackBeforeThereIsAControllerKeepTheirEpochs(double elected, Verdict verdict)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Expect = new Expectations(LeadersElectedWithin: S(30)) };
        story.Remove<PartitionState>(one => one.At > S(20));
        story.Change<ControllerSeen>(one => one is { Broker: not null, Epoch: 2 }, one => one with { Since = S(elected - 0.1), At = S(elected) });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(verdict), story.Find("recovery").Statement);
        Assert.That(story.Find("leaders").Verdict, Is.EqualTo(verdict), story.Find("leaders").Statement);
    }

    [TestCase(RunEnd.Aborted)]
    [TestCase(RunEnd.Cancelled)]
    public void ARunThatWasBrokenOffDoesNotShowThatTheClusterFailedToRecover(RunEnd how)
    {
        var never = new Story();
        never.Remove<PartitionState>(one => one.At > S(40));
        never.Remove<MemberRole>(one => one.At > S(40));
        Assert.That(never.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
        never.Change<RunEnded>(_ => true, one => one with { How = how });
        Assert.That(never.Find("recovery").Verdict, Is.EqualTo(Verdict.Inconclusive));

        var late = new Story();
        late.Scenario = late.Scenario with { Expect = new Expectations(RecoveredWithin: S(1)) };
        Assert.That(late.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
        late.Change<RunEnded>(_ => true, one => one with { How = how });
        Assert.That(late.Find("recovery").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void WhatWasNeverObservedIsNotBlamedOnTheCluster()
    {
        var story = new Story();
        story.Remove<PartitionState>(one => one.Partition == 1);
        story.Remove<MemberRole>(one => one.Node == "zookeeper-a-1");
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("recovery").Statement, Does.Contain("orders/1 was never seen, zookeeper-a-1 was never seen"));

        // Beside what was seen not to recover it does not matter.
        story.Add(new PartitionState(Story.Topic, 0, S(50.9), 1, 1, [1, 3], 2) { At = S(51) });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
    }

    private static double Took(Story story) => story.Find("recovery").Figures.Single(figure => figure.Name == "recovery-time").Value;

    [Test]
    public void TheEvidenceNamesTheCommandThatWasAsked() =>
        Assert.That(new Story().Find("recovery").Evidence.Select(one => one.Source), Has.Some.EndsWith("srvr").And.None.Contains("mntr"));
}
