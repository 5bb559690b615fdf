using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class FaultTests
{
    [Test]
    public void TheSkewAndTheBracketOfAKillAreFigures()
    {
        var figures = new Story().Find("bite").Figures;
        Assert.That(figures, Has.One.EqualTo(new Figure("skew", 20, "ms")).And.One.EqualTo(new Figure("bracket", 150, "ms")));
    }

    [Test]
    public void OfAKillByTheEngineTheDeathsAreTheEndsThatItStates()
    {
        var bite = new Story().Find("bite");
        Assert.That(bite.Figures, Has.One.EqualTo(new Figure("death skew", 20, "ms")));
        Assert.That(bite.Statement, Does.Contain("skew 20 ms, by the engine's times of the deaths, all within"));
    }

    [TestCase("parallel Docker API calls", true)]
    [TestCase("the agent: control groups frozen", false, Description = "its second start did not fail")]
    public void AKillWithoutTheAgentThatWasWantedSaysWhy(string method, bool said)
    {
        var story = new Story();
        story.Change<FaultRequested>(one => one.Step == 0, one => one with { Method = method });
        story.Add(new AgentMissing("The engine could not start the agent. 500 no image") { At = S(0.2) });
        const string Why = "by parallel Docker API calls, for the agent could not be started: The engine could not start the agent. 500 no image";
        var kill = story.Find("bite");
        Assert.That(kill.Verdict, Is.EqualTo(Verdict.Passed), kill.Statement);
        Assert.That(kill.Statement.EndsWith($", {Why}", StringComparison.Ordinal), Is.EqualTo(said), kill.Statement);
        Assert.That(kill.Evidence[0].Text.EndsWith($"; {Why}", StringComparison.Ordinal), Is.EqualTo(said), kill.Evidence[0].Text);

        story.Add(new FaultFailed(0, Fault.Kill, "kafka-b-1", "no such container") { At = S(20.1) });
        Assert.That(story.Find("bite").Statement.EndsWith($"; it was done {Why}", StringComparison.Ordinal), Is.EqualTo(said));
        Assert.That(story.Judge().Findings.Where(one => one.Property == "bite" && one.Statement.StartsWith("step 2 ", StringComparison.Ordinal)).Single().Statement, Does.Not.Contain("agent"));
    }

    [Test]
    public void AKillWithNoAgentByTheUsersWishSaysNothingOfOne() => Assert.That(new Story().Find("bite").Statement, Does.Not.Contain("agent"));

    [Test]
    public void AFaultThatDidNotBiteIsInconclusive()
    {
        (string Words, Action<Story> Spoil)[] cases =
        [
            ("never taken", story => story.Remove<FaultRequested>(one => one.Step == 1)),
            ("went to no node", story => story.Change<FaultRequested>(one => one.Step == 0, one => one with { Nodes = [] })),
            ("not seen to take effect on kafka-b-1", story => story.Remove<FaultApplied>(one => one is { Step: 0, Node: "kafka-b-1" })),
            ("it failed on kafka-b-1: no such container", story => story.Add(new FaultFailed(0, Fault.Kill, "kafka-b-1", "no such container") { At = S(20.1) })),
            ("outside the bracket", story => story.Change<FaultApplied>(one => one is { Step: 0, Node: "kafka-b-1" }, one => one with { Effect = S(19.7) })),
            ("zookeeper-b-1 was not seen silent", story => story.Change<MemberRole>(one => one.Mode == MemberMode.Silent, one => one with { Mode = MemberMode.NotServing })),
            ("zookeeper-b-1 was not seen alive", story => story.Add(new NodeProcess("zookeeper-b-1", ProcessChange.Exited, "exit code 1") { At = S(19.5) })),
            ("registration of kafka-b-1 was not seen to end", story => story.Remove<BrokerRegistration>(one => one.At > S(20))),
            ("kafka-b-1 was not seen alive", story => story.Remove<BrokerRegistration>(one => one.Broker == 2 && one.At < S(20))),
            ("the load had not begun", story => story.Change<PhaseBegan>(one => one.Phase == Phase.Load, one => one with { At = S(20.2) })),
            ("the load had not begun", story => story.Remove<PhaseBegan>(one => one.Phase == Phase.Load)),
            ("no record was acknowledged in the 5 s before", story => story.Remove<SendOperation>(one => one.At > S(14) && one.At < S(21))),
            ("no record was due after it", story => story.Remove<SendOperation>(one => one.Scheduled > S(20))),
            ("the load was over", story => story.Change<PhaseBegan>(one => one.Phase == Phase.FinalRead, one => one with { At = S(19.9) })),
        ];
        foreach (var (words, spoil) in cases)
        {
            var story = new Story();
            spoil(story);
            var finding = story.Judge().Findings.First(one => one.Property == "bite" && one.Verdict == Verdict.Inconclusive);
            Assert.That(finding.Statement, Does.Contain(words));
            Assert.That(story.Judge().Verdict, Is.Not.EqualTo(Verdict.Passed), words);
        }
    }

    [Test]
    public void AnEffectAtTheEdgeOfItsBracketIsNoDoubt()
    {
        var story = new Story();
        story.Change<FaultApplied>(one => one is { Step: 0, Node: "kafka-b-1" }, one => one with { Effect = S(20.3) });
        story.Passes();
    }

    [Test]
    public void AKillOfTheWrongZoneIsInconclusive()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Target = new Target.Zones(["c"]) }, story.Scenario.Steps[1]] };
        Assert.That(story.IsInconclusiveBy("bite").Statement, Does.Contain("expected").And.Contain("kafka-c-1"));
    }

    [Test]
    public void ARandomTargetIsCheckedAgainstTheSeed()
    {
        var story = new Story();
        var random = new Target.Random(Unit.Zone);
        var seeds = Enumerable.Range(0, 100).ToLookup(seed => RandomChoice.Of(story.Scenario.Topology, random, seed, 0).SequenceEqual(Story.Victims));
        story.Scenario = story.Scenario with { Seed = seeds[true].First(), Steps = [story.Scenario.Steps[0] with { Target = random }, story.Scenario.Steps[1]] };
        story.Passes();
        story.Scenario = story.Scenario with { Seed = seeds[false].First() };
        Assert.That(story.IsInconclusiveBy("bite").Statement, Does.Contain("it went to zookeeper-b-1, kafka-b-1, expected"));
    }

    [Test]
    public void ARoleThatMovedBetweenTheLookUpAndTheEffectIsInconclusive()
    {
        var story = new Story();
        story.Change<FaultApplied>(one => one.Step == 0, one => one with { Sent = S(22), Effect = S(22.1), Seen = S(22.2) });
        Assert.That(story.IsInconclusiveBy("bite").Statement, Does.Contain("moved between"));
    }

    [TestCase(false, 20.2, true)]
    [TestCase(false, 30, false)]
    [TestCase(true, 20.2, false)]
    [TestCase(null, 20.2, false)]
    public void AControllerThatIsAnotherOneSoonerThanASessionEndsHadMovedBeforeTheEffect(bool? held, double at, bool doubted)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Target = new Target.ZoneOf(new Target.HolderOf(Role.Controller)) }, story.Scenario.Steps[1]] };
        story.Add(new RoleChecked(0, held, "controller is kafka-c-1") { At = S(at) });
        var bite = story.Find("bite");
        Assert.That(bite.Statement.Contains("the role had moved by the effect", StringComparison.Ordinal), Is.EqualTo(doubted), bite.Statement);
        Assert.That(bite.Evidence.Select(one => one.Text), Has.One.EqualTo("a second look: controller is kafka-c-1"));
    }

    [Test]
    public void OfAZooKeeperLeaderTheObservationsTell()
    {
        var story = new Story();
        story.Add(new RoleChecked(0, false, "zookeeper-leader is zookeeper-c-1") { At = S(20.4) });
        Assert.That(story.Find("bite").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void ALookUpThatKnewMoreThanTheObserverIsNoDoubt()
    {
        // The observer's next look, after the request and before the kill, says the same.
        var story = new Story();
        story.Change<MemberRole>(one => one is { Node: "zookeeper-b-1", Mode: MemberMode.Leader }, one => one with { At = S(20.005) });
        Assert.That(story.Find("bite").Statement, Does.Not.Contain("not observed"));
    }

    [Test]
    public void AMissingUndoIsInconclusive()
    {
        var story = new Story();
        story.Remove<FaultRequested>(one => one.Step == 1);
        story.IsInconclusiveBy("recovery");
    }

    [Test]
    public void APartitionThatDoesNotComeBackToFullReplicasHasNotRecovered()
    {
        var story = new Story();
        story.Remove<PartitionState>(one => one.Partition == 0 && one.At > S(40));
        Assert.That(story.Find("recovery").Statement, Does.Contain("orders/0 has the in-sync set [1, 3]"));
        Assert.That(story.Judge().Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void AnInSyncSetThatNobodyHasTouchedSinceTheFaultIsNoRecovery()
    {
        var story = new Story();
        story.Remove<PartitionState>(one => one.Partition == 0 && one.At > S(20));
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void AWholeInSyncSetWrittenAtTheEpochsOfBeforeTheFaultIsNoRecovery()
    {
        var story = new Story();
        story.Remove<PartitionState>(one => one.Partition == 0 && one.At > S(20));
        story.Add(new PartitionState(Story.Topic, 0, S(41), 1, 0, [3, 2, 1], 1) { At = S(41.1) });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Failed));
        story.Change<PartitionState>(one => one.At == S(41.1), one => one with { LeaderEpoch = 1 });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void AnInSyncSetThatWasSeenToShrinkAndGrowAgainAtTheSameEpochHasRecovered()
    {
        // A leader that drops a lagging follower itself does not raise the leader epoch.
        var story = new Story();
        story.Change<PartitionState>(one => one.Partition == 0 && one.At > S(20), one => one with { LeaderEpoch = 0, ControllerEpoch = 1 });
        Assert.That(story.Find("recovery").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void AMemberThatDoesNotServeAgainHasNotRecovered()
    {
        var story = new Story();
        story.Remove<MemberRole>(one => one.Node == "zookeeper-b-1" && one.At > S(40));
        Assert.That(story.OnlyObjects("recovery").Statement, Does.Contain("zookeeper-b-1 is silent"));
    }

    [Test]
    public void RecoveryLaterThanExpectedFailsAndInDoubtIsInconclusive()
    {
        var story = new Story();
        foreach (var (bound, verdict) in new[] { (6.0, Verdict.Passed), (5.95, Verdict.Inconclusive), (5.85, Verdict.Failed) })
        {
            story.Scenario = story.Scenario with { Expect = new Expectations(RecoveredWithin: S(bound)) };
            Assert.That(story.Find("recovery").Verdict, Is.EqualTo(verdict));
        }
    }

    [Test]
    public void AMisplacedPartitionFailsAndAnUnknownOneIsInconclusive()
    {
        var story = new Story();
        story.Change<ReplicaAssignment>(one => one.Partition == 0, one => one with { Replicas = [1, 3, 3] });
        story.OnlyObjects("placement");
        story.Remove<ReplicaAssignment>(one => one.Partition == 0);
        Assert.That(story.Find("placement").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }
}
