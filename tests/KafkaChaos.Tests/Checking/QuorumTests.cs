using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class QuorumTests
{
    [Test]
    public void TheElectionIsToldWithItsLeadersEpochsTimesAndLog()
    {
        var finding = new Story().Find("quorum");
        Assert.That(finding.Figures.ToDictionary(figure => figure.Name, figure => figure.Value), Is.SupersetOf(new Dictionary<string, double>
        {
            ["election-time"] = 0.59, ["leader seen after"] = 0.47, ["leader seen after at least"] = 0.37,
            ["old epoch"] = 1, ["new epoch"] = 2, ["election by ZooKeeper's log"] = 275,
        }));
        Assert.That(finding.Evidence, Has.Some.Matches<Evidence>(one => one!.Source == "log of zookeeper-c-1"));
    }

    [Test]
    public void AQuorumThatDoesNotServeAgainHasNotSurvived()
    {
        var story = new Story();
        story.Change<QuorumWrite>(one => one.Invoked > S(20), one => one with { Outcome = Outcome.Unknown, Version = null });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("quorum-windows").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void AQuorumThatServesTooLateOrOnlyAfterTheUndoHasNotSurvivedForCertain()
    {
        var late = new Story();
        late.Change<QuorumWrite>(one => one.Invoked > S(20) && one.Invoked < S(28), one => one with { Outcome = Outcome.Unknown, Version = null });
        Assert.That(late.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));

        var undone = new Story();
        undone.Scenario = undone.Scenario with { Expect = new Expectations(QuorumElectedWithin: S(30)) };
        undone.Change<QuorumWrite>(one => one.Invoked > S(20) && one.Invoked < S(41), one => one with { Outcome = Outcome.Unknown, Version = null });
        Assert.That(undone.RefutesBy("quorum").Statement, Does.Contain("until its undo"));
    }

    [Test]
    public void AWriteThroughAnySessionProvesAQuorum()
    {
        // The session across all hangs for longer than an election, and the one to a member writes on.
        var story = new Story();
        story.Change<QuorumWrite>(one => one.Invoked > S(20) && one.Invoked < S(39), one => one with { Outcome = Outcome.Unknown, Version = null });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("quorum-windows").Verdict, Is.EqualTo(Verdict.Failed));
        Bound(story, 10, 46);
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Passed));
        Assert.That(story.OnlyObjects("quorum-windows", Verdict.Inconclusive).Statement, Does.Contain("that is its client's"));

        // Near it: the one to the member hangs, too, in the middle.
        story.Change<QuorumWrite>(one => one.Session is not null && one.Invoked > S(24) && one.Invoked < S(33), one => one with { Outcome = Outcome.Unknown, Version = null });
        var finding = story.OnlyObjects("quorum-windows");
        Assert.That(finding.Evidence[0].Lines!.Select(line => story.History.Events.ElementAt((int)line - 1)), Has.Exactly(2).Matches<HistoryEvent>(one => one is QuorumWrite { Session: "zookeeper-c-1", Outcome: Outcome.Ok }));
        Assert.That(finding.Evidence[0].Fault, Does.StartWith("during step 1"));
    }

    [TestCase(21, Verdict.Failed)]
    [TestCase(41, Verdict.Passed)]
    public void ALostQuorumThatServesOneSessionIsNotLost(double from, Verdict verdict)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Expect = new Expectations(QuorumSurvives: false, QuorumElectedWithin: S(60)) };
        story.Change<QuorumWrite>(one => one.Invoked > S(20) && one.Invoked < S(41), one => one with { Outcome = Outcome.Unknown, Version = null });
        Bound(story, from, 46);
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void AQuorumThatWasNotProbedIsInconclusive()
    {
        var story = new Story();
        story.Remove<QuorumWrite>();
        story.IsInconclusiveBy("quorum");
        story.IsInconclusiveBy("quorum-windows");
        story.IsInconclusiveBy("znode-loss");
    }

    [Test]
    public void AWindowInTheMiddleOrAtTheEndIsNotOverlooked()
    {
        foreach (var from in new[] { 30.0, 40.0 })
        {
            var story = new Story();
            story.Change<QuorumWrite>(one => one.Invoked > S(from) && one.Invoked < S(from + 7), one => one with { Outcome = Outcome.Unknown, Version = null });
            story.OnlyObjects("quorum-windows");
        }
    }

    [Test]
    public void AProbeThatFellSilentIsInconclusive()
    {
        var story = new Story();
        story.Remove<QuorumWrite>(one => one.Invoked > S(30));
        story.OnlyObjects("quorum-windows", Verdict.Inconclusive);
    }

    [Test]
    public void AKilledZoneWithoutTheLeaderIsSaidToBeOne()
    {
        var story = WithLeaderIn("zookeeper-a-1");
        Assert.That(story.Find("quorum").Statement, Does.Contain("did not contain its leader zookeeper-a-1"));
        story.Passes();
    }

    [Test]
    public void ALeaderThatWasNotSeenBeforeTheKillIsInconclusive()
    {
        var story = new Story();
        story.Remove<MemberRole>(one => one.At < S(20) && one.Mode == MemberMode.Leader);
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void ANewLeaderThatWasNotSeenOrHasNoHigherEpochDoesNotPass()
    {
        var unseen = new Story();
        unseen.Remove<MemberRole>(one => one.At > S(20) && one.Mode == MemberMode.Leader);
        Assert.That(unseen.Find("quorum").Verdict, Is.EqualTo(Verdict.Inconclusive));

        var same = new Story();
        same.Change<MemberRole>(one => one.At > S(20) && one.Mode == MemberMode.Leader, one => one with { Epoch = 1 });
        Assert.That(same.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(same.Find("quorum-leadership").Verdict, Is.EqualTo(Verdict.Failed));

        var unknown = new Story();
        unknown.Change<MemberRole>(one => one.At > S(20), one => one with { Epoch = null });
        unknown.OnlyObjects("quorum", Verdict.Inconclusive);
    }

    [Test]
    public void ALookInTheMiddleOfAnElectionThatStillShowsTheOldEpochIsNoSecondLeader()
    {
        var story = new Story();
        story.Add(new MemberRole("zookeeper-c-1", S(20.3), MemberMode.Leader, 1) { At = S(20.4) });
        story.Passes();
    }

    [Test]
    public void TwoLeadersInOneEpochFail()
    {
        var story = new Story();
        story.Add(new MemberRole("zookeeper-a-1", S(46), MemberMode.Leader, 2) { At = S(46.1) });
        story.OnlyObjects("quorum-leadership");
        story.Change<MemberRole>(one => one.At == S(46.1), one => one with { Epoch = 3 });
        story.Passes();
    }

    [Test]
    public void AMajorityThatIsKilledMustBeLostAndARunThatShowsSurvivalIsRefuted()
    {
        var story = new Story();
        string[] more = [.. Story.Victims, "zookeeper-a-1"];
        var nodes = story.Scenario.Topology.Nodes.Select(node => node.Name == "zookeeper-a-1" ? node with { Zone = "b" } : node);
        story.Scenario = story.Scenario with { Topology = story.Scenario.Topology with { Nodes = [.. nodes] } };
        story.Change<FaultRequested>(_ => true, one => one with { Nodes = more });
        story.Add(new NodeProcess("zookeeper-a-1", ProcessChange.Exited, "exit code 137") { At = S(20.04) });
        story.Add(new FaultApplied(0, Fault.Kill, "zookeeper-a-1", S(20.01), S(20.15), S(20.04), "exit code 137") { At = S(20.15) });
        story.Add(new FaultApplied(1, Fault.Start, "zookeeper-a-1", S(40.05), S(41.15), S(40.2), "follower") { At = S(41.15) });
        story.Remove<MemberRole>(one => one.At > S(20) && one.At < S(40) && one.Node == "zookeeper-a-1");
        story.Add(new MemberRole("zookeeper-a-1", S(20), MemberMode.Silent, null) { At = S(20.1) });
        story.Add(new MemberRole("zookeeper-a-1", S(41), MemberMode.Follower, 2) { At = S(41.1) });
        Assert.That(story.Trial.Expect.QuorumSurvives, Is.False);
        Assert.That(story.RefutesBy("quorum").Statement, Does.StartWith("the prediction is refuted"));

        // Now it is lost until the undo, as it must be.
        story.Change<QuorumWrite>(one => one.Invoked > S(20) && one.Invoked < S(41), one => one with { Outcome = Outcome.Unknown, Version = null });
        story.Change<MemberRole>(one => one.At > S(20) && one.Mode == MemberMode.Leader, one => one with { Since = S(40.7), At = S(40.8) });
        story.Passes();
        story.Change<QuorumWrite>(one => one.Invoked > S(20), one => one with { Outcome = Outcome.Unknown, Version = null });
        foreach (var (within, verdict) in new[] { (26, Verdict.Failed), (28, Verdict.Inconclusive) })
        {
            // The last write was tried 27 s after the fault.
            story.Scenario = story.Scenario with { Expect = new Expectations(QuorumElectedWithin: S(within)) };
            Assert.That(story.Find("quorum").Verdict, Is.EqualTo(verdict));
        }

        story.Scenario = story.Scenario with { Expect = new Expectations() };

        // A run that was broken off gave it no time.
        story.Change<RunEnded>(_ => true, one => one with { How = RunEnd.Aborted });
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void AZnodeWriteThatIsGoneAtTheEndOrInBetweenIsLost()
    {
        var end = new Story();
        end.Change<QuorumRead>(_ => true, one => one with { Sequence = 368, Version = 363 });
        end.OnlyObjects("znode-loss");
        end.Change<QuorumRead>(_ => true, _ => new QuorumRead(null, null) { At = S(50.1), Invoked = S(50.05) });
        end.OnlyObjects("znode-loss");
        end.Remove<QuorumRead>();
        end.OnlyObjects("znode-loss", Verdict.Inconclusive);

        var between = new Story();
        between.Change<QuorumWrite>(one => one is { Outcome: Outcome.Ok, Sequence: > 110 }, one => one with { Version = one.Version - 5 });
        Assert.That(between.Find("znode-loss").Statement, Does.Contain("after write"));
        Assert.That(between.Find("znode-loss").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void AZnodeReadThatShowsMoreThanWasAcknowledgedIsNoLoss()
    {
        var story = new Story();
        story.Change<QuorumRead>(_ => true, one => one with { Sequence = 370, Version = 365 });
        story.Passes();
        story.Change<QuorumRead>(_ => true, one => one with { At = S(40), Invoked = S(39.9) });
        story.OnlyObjects("znode-loss", Verdict.Inconclusive);
    }

    [Test]
    public void AReadThatWasBegunBeforeTheLastAcknowledgementMayShowLess()
    {
        // Write 369 is acknowledged at 46.92 s.
        foreach (var (invoked, verdict) in new[] { (46.91, Verdict.Inconclusive), (46.93, Verdict.Failed) })
        {
            var story = new Story();
            story.Change<QuorumRead>(_ => true, one => one with { Sequence = 368, Version = one.Version - 1, Invoked = S(invoked) });
            story.OnlyObjects("znode-loss", verdict);
        }

        // Without its begin what it lacks may have been acknowledged while it was read; what it shows is there.
        var unknown = new Story();
        unknown.Change<QuorumRead>(_ => true, one => one with { Invoked = null });
        unknown.Passes();
        unknown.Change<QuorumRead>(_ => true, one => one with { Sequence = 200, Version = 190 });
        unknown.OnlyObjects("znode-loss", Verdict.Inconclusive);
    }

    [Test]
    public void AWriteOfUnknownOutcomeMayBeDoneAfterLaterOnes()
    {
        var story = new Story();
        var version = story.Of<QuorumRead>().Single().Version!.Value;
        var late = story.Of<QuorumWrite>().First(one => one.Outcome == Outcome.Unknown).Sequence;
        story.Change<QuorumRead>(_ => true, one => one with { Sequence = late, Version = version + 1 });
        story.Passes();

        // At the version of the last acknowledged write, or where its own outcome was known, it stands for a loss.
        story.Change<QuorumRead>(_ => true, one => one with { Version = version });
        story.OnlyObjects("znode-loss");
        story.Change<QuorumRead>(_ => true, one => one with { Sequence = late - 10, Version = version + 1 });
        story.OnlyObjects("znode-loss");
    }

    [Test]
    public void AnUndoThatComesSoonerThanAnElectionMayTakeShowsNothingOfTheQuorum()
    {
        foreach (var survives in new[] { true, false })
        {
            var story = new Story();
            story.Scenario = story.Scenario with { Expect = new Expectations(QuorumSurvives: survives) };
            story.Change<FaultRequested>(one => one.Fault == Fault.Start, one => one with { At = S(23) });
            story.Change<QuorumWrite>(one => one.Invoked > S(20) && one.Invoked < S(24), one => one with { Outcome = Outcome.Unknown, Version = null });
            Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Inconclusive));
            Assert.That(story.Find("quorum").Statement, Does.Contain("leave the nodes down for longer"));
        }
    }

    /// <summary>A session to zookeeper-c-1 that writes in between.</summary>
    private static void Bound(Story story, double from, double until)
    {
        for (var sequence = 0; from + (0.1 * sequence) < until; sequence++)
        {
            var invoked = from + (0.1 * sequence) + 0.03;
            var ok = invoked is < 19.95 or > 20.55;
            story.Add(new QuorumWrite(sequence, S(invoked), ok ? Outcome.Ok : Outcome.Unknown, ok ? sequence + 1 : null, ok ? null : "CONNECTIONLOSS") { At = S(invoked + 0.02), Session = "zookeeper-c-1" });
        }

        story.Add(new QuorumRead(10_000, 10_000) { At = S(50.2), Session = "zookeeper-c-1" });
    }

    private static Story WithLeaderIn(string leader)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Target = new Target.Zones(["b"]) }, story.Scenario.Steps[1]] };
        story.Remove<MemberRole>(one => one.At > S(20) && one.At < S(40) && one.Node != "zookeeper-b-1");
        story.Change<MemberRole>(one => one.At < S(20), one => one with { Mode = one.Node == leader ? MemberMode.Leader : MemberMode.Follower });
        return story;
    }
}
