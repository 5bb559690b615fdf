using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class ClusterTests
{
    [Test]
    public void AControllerThatWasNotKilledNeedNotMove()
    {
        var story = new Story();
        story.Remove<ControllerSeen>(one => one.At > S(20));
        story.OnlyObjects("controller");
        story.Change<ControllerSeen>(_ => true, one => one with { Broker = 1 });
        Assert.That(story.Find("controller").Statement, Does.Contain("did not have to move"));
        story.Passes();
        story.Remove<ControllerSeen>();
        story.OnlyObjects("controller", Verdict.Inconclusive);
    }

    [Test]
    public void AControllerThatIsDeadOrAtTheSameEpochIsNoNewOne()
    {
        var dead = new Story();
        dead.Change<ControllerSeen>(one => one.Broker == 3, one => one with { Broker = 2 });
        dead.OnlyObjects("controller");
        var same = new Story();
        same.Change<ControllerSeen>(one => one.Broker == 3, one => one with { Epoch = 1 });
        Assert.That(same.Find("controller").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(same.Find("double-leadership").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void APartitionWithoutANewLeaderInTimeFails()
    {
        var late = new Story();
        late.Remove<PartitionState>(one => one.Partition == 1 && one.At > S(20) && one.At < S(40));
        Assert.That(late.RefutesBy("leaders").Statement, Does.Contain("orders/1"));

        var never = new Story();
        never.Change<PartitionState>(one => one.Partition == 1 && one.At > S(20), one => one with { Leader = -1 });
        Assert.That(never.Judge().Findings.Where(one => one.Verdict == Verdict.Failed).Select(one => one.Property), Does.Contain("leaders").And.Contain("leaders-at-end"));
    }

    [Test]
    public void ADeadLeaderAtAHigherEpochIsNoNewLeader()
    {
        var story = new Story();
        story.Change<PartitionState>(one => one.Partition == 1 && one.At > S(20), one => one.At < S(40) ? one with { Leader = 2 } : one with { LeaderEpoch = 2 });
        story.RefutesBy("leaders");
    }

    [Test]
    public void AKillThatHitNoPartitionsLeaderIsVacuousForLeaders()
    {
        var story = new Story();
        story.Change<PartitionState>(one => one.Leader == 2, one => one with { Leader = 1 });
        Assert.That(story.OnlyObjects("leaders", Verdict.Inconclusive).Statement, Does.Contain("not tried"));
    }

    [Test]
    public void AnElectionInDoubtOfItsBoundIsInconclusive()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Expect = new Expectations(LeadersElectedWithin: S(6.8)) };
        story.OnlyObjects("leaders", Verdict.Inconclusive);
        story.Scenario = story.Scenario with { Expect = new Expectations(LeadersElectedWithin: S(6.7)) };
        story.OnlyObjects("leaders");
    }

    [Test]
    public void OutagesOfLostLeadersAndLostFollowersAreToldApart()
    {
        var story = new Story();
        story.Change<SendOperation>(one => one.Partition == 1 && one.At > S(27) && one.At < S(28), one => one with { At = S(28) });
        var figures = story.Find("availability").Figures.ToDictionary(figure => figure.Name, figure => figure.Value);
        Assert.That(figures["longest of those that lost their leader"], Is.EqualTo(8.495).Within(0.1));
        Assert.That(figures["longest of those that lost a follower"], Is.EqualTo(7.5).Within(0.1));
    }

    [Test]
    public void TheTimeUntilTheFirstAcknowledgementAndAfterTheLastIsTold()
    {
        var story = new Story();
        story.Change<SendOperation>(one => one.Partition == 2 && one.Scheduled >= S(45), one => one with { Outcome = Outcome.Unknown, Offset = null });
        var finding = story.Find("availability");
        Assert.That(finding.Figures, Has.One.EqualTo(new Figure("orders/2 until the first", 0.005, "s")).And.One.EqualTo(new Figure("orders/2 after the last", 2, "s")));
        Assert.That(finding.Evidence.Select(one => one.Text), Has.One.StartsWith("orders/1, which lost its leader, was without an acknowledgement for").And.One.StartsWith("orders/2, which lost a follower,"));
        Assert.That(finding.Evidence, Has.All.Property(nameof(Evidence.Fault)).StartsWith("during step 1"));
    }

    [Test]
    public void AnOutageLongerThanExpectedFailsAtTheBeginningInTheMiddleAndAtTheEnd()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Expect = new Expectations(UnavailableAtMost: S(8)) };
        story.Passes();
        foreach (var (from, until) in new[] { (9.0, 18.6), (30.0, 39.0), (38.0, 50.0) })
        {
            var silent = new Story { Scenario = story.Scenario };
            silent.Change<SendOperation>(one => one.Partition == 2 && one.At > S(from) && one.At < S(until), one => one with { At = S(until) });
            Assert.That(silent.OnlyObjects("availability").Statement, Does.Contain("orders/2"));
        }
    }

    [Test]
    public void AnOutageThatIsExpectedAndDoesNotComeFails()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Expect = new Expectations(UnavailableAtLeast: S(7)) };
        story.Passes();
        story.Scenario = story.Scenario with { Expect = new Expectations(UnavailableAtMost: S(60), UnavailableAtLeast: S(20)) };
        Assert.That(story.OnlyObjects("availability").Statement, Does.Contain("no partition for 20 s"));
    }

    [Test]
    public void ATrailingGapCountsUpToTheLastRecordThatWasWaitedFor()
    {
        foreach (var (from, verdict) in new[] { (38.2, Verdict.Passed), (37.2, Verdict.Failed) })
        {
            var story = new Story();
            story.Scenario = story.Scenario with { Expect = new Expectations(UnavailableAtMost: S(8.5)) };
            story.Change<SendOperation>(one => one.Partition == 2 && one.At > S(from), one => one with { Outcome = Outcome.Unknown, Offset = null });
            Assert.That(story.Find("availability").Verdict, Is.EqualTo(verdict));
        }
    }

    [Test]
    public void APartitionThatIsNeverAcknowledgedAgainFails()
    {
        var story = new Story();
        story.Change<SendOperation>(one => one.Partition == 2 && one.At > S(20), one => one with { Outcome = Outcome.Unknown, Offset = null });
        Assert.That(story.RefutesBy("availability").Statement, Does.Contain("orders/2 got no acknowledgement after the first fault"));
    }

    [Test]
    public void APartitionThatWasNeverAcknowledgedBeforeTheFaultIsInconclusive()
    {
        var story = new Story();
        story.Remove<SendOperation>(one => one.Partition == 2 && one.At < S(20));
        story.Remove<ReadRecord>(one => one.Partition == 2 && one.Sequence < 20);
        story.IsInconclusiveBy("availability");
    }

    [Test]
    public void ALoadThatEndedEarlyIsInconclusive()
    {
        var story = new Story();
        story.Remove<SendOperation>(one => one.Partition == 2 && one.Scheduled > S(38));
        story.Remove<ReadRecord>(one => one.Partition == 2 && one.Sequence > 56);
        story.OnlyObjects("availability", Verdict.Inconclusive);
    }

    [Test]
    public void ALoadThatIsBehindItsScheduleToTheEndDidNotEndEarly()
    {
        var story = new Story();
        story.Change<SendOperation>(
            one => one.Partition == 2 && one.Scheduled > S(30),
            one => one with { Scheduled = S(30) + ((one.Scheduled - S(30)) / 4) });
        story.Passes();
    }

    [Test]
    public void AnEnsembleAloneIsJudgedByItsOwnWrites()
    {
        var story = ZooKeeperOnly();
        story.Passes();
        Assert.That(story.Judge().Findings.Select(one => one.Property), Has.None.EqualTo("lost").And.None.EqualTo("leaders").And.None.EqualTo("placement"));
        story.Remove<QuorumWrite>(one => one.Invoked < S(21));
        Assert.That(story.Find("bite").Statement, Does.Contain("no quorum write succeeded"));
    }

    internal static Story ZooKeeperOnly()
    {
        var story = new Story();
        var topology = story.Scenario.Topology;
        story.Scenario = story.Scenario with { Load = null, Topology = topology with { Kafka = null, Topics = [], Nodes = [.. topology.Ensemble] } };
        story.Change<FaultRequested>(_ => true, one => one with { Nodes = ["zookeeper-b-1"] });
        story.Remove<FaultApplied>(one => one.Node == "kafka-b-1");
        story.Remove<NodeProcess>(one => one.Node == "kafka-b-1");
        story.Remove<SendOperation>();
        story.Remove<ReadRecord>();
        story.Remove<ReadEnded>();
        story.Remove<PartitionState>();
        story.Remove<ReplicaAssignment>();
        story.Remove<ControllerSeen>();
        story.Remove<BrokerRegistration>();
        return story;
    }
}
