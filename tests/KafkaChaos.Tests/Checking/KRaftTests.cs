using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>A run whose metadata is KRaft's.</summary>
public sealed class KRaftTests
{
    [TestCase(true)]
    [TestCase(false)]
    public void ARunThatWentWellPasses(bool combined)
    {
        var judgement = KRaftStory.Of(combined).Judge();
        Assert.That(judgement.Findings.Where(finding => finding.Verdict != Verdict.Passed).Select(finding => $"{finding.Property}: {finding.Statement}"), Is.Empty);
        Assert.That(judgement.Findings.Select(finding => finding.Property), Has.Member("metadata-loss").And.No.Member("znode-loss").And.No.Member("session-reads"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void NothingThatIsSaidOfItNamesZooKeeper(bool combined)
    {
        var story = KRaftStory.Of(combined);
        var (trial, derivations) = Trials.Prepare(story.Scenario, story.History);
        var said = KafkaChaos.Checking.Judge.Of(trial).Findings
            .SelectMany(finding => finding.Evidence.SelectMany(one => new[] { one.Source, one.Text }).Append(finding.Statement)).Concat(derivations);
        Assert.That(said, Has.None.Contains("ZooKeeper").And.None.Contains("znode").And.None.Contains("srvr").And.None.Contains("ensemble").And.None.Contains("tick"));
    }

    [Test]
    public void TheControllerMovesWithTheQuorumsLeader()
    {
        var story = KRaftStory.Of(combined: false);
        Assert.That(story.Find("controller").Statement, Does.Contain("controller-b-1 (epoch 1) to controller-c-1 (epoch 2)"));
        Assert.That(story.Find("controller").Evidence.Select(one => one.Source), Has.Member("metadata log"));
        Assert.That(story.Find("quorum").Evidence.Select(one => one.Source), Has.Member("fetch of controller-c-1"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AQuorumThatNeverElectsFails(bool combined)
    {
        var story = KRaftStory.Of(combined);
        story.Change<QuorumWrite>(write => write.Invoked > S(19.95) && write.Invoked < S(40.5), write => write with { Outcome = Outcome.Unknown });
        story.Remove<MemberRole>(role => role.At == S(23));
        story.Remove<ControllerSeen>(seen => seen.Epoch == 2);
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed), story.Find("quorum").Statement);
        Assert.That(story.Find("quorum-windows").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("controller").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [TestCase(1, Verdict.Failed)]
    [TestCase(2, Verdict.Passed)]
    [TestCase(7, Verdict.Passed)]
    public void AControllerLeadsAtAHigherEpoch(int epoch, Verdict verdict)
    {
        var story = KRaftStory.Of();
        story.Change<ControllerSeen>(seen => seen.Epoch == 2, seen => seen with { Epoch = epoch });
        story.Change<MemberRole>(role => role.At >= S(23), role => role with { Epoch = epoch });
        Assert.That(story.Find("controller").Verdict, Is.EqualTo(verdict));
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(verdict));
        Assert.That(story.Find("double-leadership").Verdict, Is.EqualTo(verdict));
    }

    [TestCase(30.2, Verdict.Failed)]
    [TestCase(29.9, Verdict.Passed)]
    public void AControllerHasAsLongAsItsQuorum(double at, Verdict verdict)
    {
        var story = KRaftStory.Of();
        story.Change<ControllerSeen>(seen => seen.Epoch == 2, seen => seen with { Since = S(at - 0.1), At = S(at) });
        Assert.That(story.Find("controller").Verdict, Is.EqualTo(verdict), story.Find("controller").Statement);
    }

    [TestCase(39.4, Verdict.Failed)]
    [TestCase(39.1, Verdict.Passed)]
    public void ALeaderHasAnElectionAndASession(double at, Verdict verdict)
    {
        var story = KRaftStory.Of();
        story.Change<PartitionState>(state => state.At == S(32), state => state with { Since = S(at - 0.1), At = S(at) });
        Assert.That(story.Find("leaders").Verdict, Is.EqualTo(verdict), story.Find("leaders").Statement);
    }

    [Test]
    public void ABrokerThatStaysFencedHasNotRecovered()
    {
        var story = KRaftStory.Of();
        story.Remove<BrokerRegistration>(one => one.At > S(40));
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("recovery").Statement, Does.Contain("kafka-b-1 is fenced"));
    }

    [Test]
    public void AControllerThatDoesNotServeAgainHasNotRecovered()
    {
        var story = KRaftStory.Of(combined: false);
        story.Remove<MemberRole>(role => role.Node == "controller-b-1" && role.At > S(40));
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void ABrokerThatIsNotFencedWasNotSeenToBeLost()
    {
        var story = KRaftStory.Of(combined: false);
        story.Remove<BrokerRegistration>(one => one.Broker == 2 && one.At > S(20));
        Assert.That(story.Find("bite").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("bite").Statement, Does.Contain("kafka-b-1 was not seen fenced after it"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AControllerThatIsNotSilentWasNotSeenToBeLost(bool combined)
    {
        var story = KRaftStory.Of(combined);
        story.Remove<MemberRole>(role => role.Mode == MemberMode.Silent);
        Assert.That(story.Find("bite").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("bite").Statement, Does.Contain($"{KRaftStory.Member("b", combined)} was not seen silent after it"));
    }

    [TestCase(2, Verdict.Failed)]
    [TestCase(3, Verdict.Passed)]
    public void TwoControllersLeadInNoEpoch(int epoch, Verdict verdict)
    {
        var story = KRaftStory.Of();
        story.Add(new MemberRole("kafka-a-1", S(30), MemberMode.Leader, epoch) { At = S(30.1) });
        story.Add(new MemberRole("kafka-a-1", S(30.2), MemberMode.Follower, 3) { At = S(30.3) });
        Assert.That(story.Find("quorum-leadership").Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void AControllersWordOfItsEpochIsExact()
    {
        var story = KRaftStory.Of();
        story.Add(new MemberRole("kafka-c-1", S(22.2), MemberMode.Leader, 1) { At = S(22.3) });
        Assert.That(story.Find("quorum-leadership").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("quorum-leadership").Statement, Does.Contain("kafka-b-1, kafka-c-1 all led in epoch 1"));
    }

    [Test]
    public void ARecordNamesTheControllerOfItsEpochHoweverShort()
    {
        var story = KRaftStory.Of();
        story.Add(new ControllerSeen(S(22.8), 1, 2) { At = S(22.95) });
        Assert.That(story.Find("double-leadership").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [TestCase(19, "kafka-b-1")]
    [TestCase(22.5, null)]
    [TestCase(40.95, "kafka-c-1", Description = "the old one is back, and has not heard of it yet")]
    [TestCase(45, "kafka-c-1")]
    public void OfTwoThatSayThatTheyLeadTheHigherEpochDoes(double at, string? leader)
    {
        var story = KRaftStory.Of();
        story.Add(new MemberRole("kafka-b-1", S(40.8), MemberMode.Leader, 1) { At = S(40.9) });
        Assert.That(Timeline.Of(story.Trial).LeaderAt(S(at))?.Node, Is.EqualTo(leader));
    }

    [Test]
    public void AnObserverOfTheLogThatLookedAwayIsMissed()
    {
        var story = KRaftStory.Of();
        story.Remove<ObserverLooked>(one => one.Observer == Observers.MetadataLog && one.At > S(24) && one.At < S(31));
        Assert.That(story.Find("harness").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(story.Find("harness").Statement, Does.Contain("metadata-log from"));
    }

    [TestCase(false, null, Verdict.Failed)]
    [TestCase(true, null, Verdict.Passed)]
    [TestCase(false, 1, Verdict.Passed)]
    public void AControllerThatIsLetGoLedOnOnlyWhereItServesThen(bool writes, int? epoch, Verdict verdict)
    {
        string[] pair = ["controller-a-1", "controller-b-1"];
        var story = KRaftStory.Of(combined: false);
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Fault = Fault.Pause }, story.Scenario.Steps[1] with { Fault = Fault.Resume }] };
        story.Change<FaultRequested>(_ => true, one => one with { Fault = one.Step == 0 ? Fault.Pause : Fault.Resume, Nodes = pair });
        story.Remove<FaultApplied>(one => one.Node == "kafka-b-1");
        story.Change<FaultApplied>(_ => true, one => one with { Fault = one.Step == 0 ? Fault.Pause : Fault.Resume });
        story.Keep([.. story.Events, .. story.Of<FaultApplied>().Select(one => one with { Node = pair[0] })]);
        story.Remove<NodeProcess>();
        story.Remove<ControllerSeen>(seen => seen.Epoch == 2);
        story.Remove<MemberRole>(role => role.At > S(20) && role.Mode != MemberMode.Silent);
        story.Change<QuorumWrite>(write => write.Invoked > S(19.95) && !(writes && write.Invoked > S(41)), write => write with { Outcome = Outcome.Unknown });
        if (epoch is not null)
        {
            story.Add(new MemberRole(pair[1], S(41.9), MemberMode.Leader, epoch) { At = S(42) });
        }

        Assert.That(story.Find("controller").Verdict, Is.EqualTo(verdict), story.Find("controller").Statement);
    }

    [TestCase(6.9, Verdict.Passed)]
    [TestCase(7.1, Verdict.Failed)]
    public void AControllerThatIsLetGoBeforeAnotherMustBeElectedMayLeadOn(double paused, Verdict verdict)
    {
        var story = KRaftStory.Of(combined: false);
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Fault = Fault.Pause }, story.Scenario.Steps[1] with { Fault = Fault.Resume }] };
        story.Change<FaultRequested>(_ => true, one => one with { Fault = one.Step == 0 ? Fault.Pause : Fault.Resume, Nodes = [KRaftStory.Member("b", combined: false)] });
        story.Remove<FaultApplied>(one => one.Node == "kafka-b-1");
        story.Change<FaultApplied>(one => one.Step == 0, one => one with { Fault = Fault.Pause });
        story.Change<FaultApplied>(one => one.Step == 1, one => one with { Fault = Fault.Resume, Effect = S(20.03 + paused) });
        story.Remove<NodeProcess>();
        story.Remove<ControllerSeen>(seen => seen.Epoch == 2);
        Assert.That(story.Find("controller").Verdict, Is.EqualTo(verdict), story.Find("controller").Statement);
    }
}
