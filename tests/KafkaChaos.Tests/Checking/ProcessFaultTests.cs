using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Faults of processes beside a kill by API calls: what they leave in a history, and what of it must be doubted.</summary>
public sealed class ProcessFaultTests
{
    [Test]
    public void APauseBeyondASessionPasses()
    {
        var finding = Paused().Judge();
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Passed), string.Join('\n', finding.Findings.Where(one => one.Verdict != Verdict.Passed).Select(one => one.Statement)));
    }

    [Test]
    public void WhatIsSaidOfAPauseNamesIt() =>
        Assert.That(Paused().Find("controller").Statement, Does.Contain("after the pause of zookeeper-b-1, kafka-b-1"));

    [Test]
    public void AResumeTakesNobodyDown()
    {
        var story = Paused();
        Assert.That(Strike.All(story.History, story.Scenario.Topology, S(50)), Has.Count.EqualTo(1));
    }

    [Test]
    public void AnUndoOfOtherNodesIsNoUndo()
    {
        var story = Paused();
        story.Change<FaultRequested>(one => one.Fault == Fault.Resume, one => one with { Nodes = ["kafka-a-1"] });
        Assert.That(Strike.All(story.History, story.Scenario.Topology, S(50))[0].Undone, Is.Null);
    }

    [Test]
    public void AnExitAfterAPauseIsNotThePausesDoing()
    {
        var story = Paused();
        story.Add(new NodeProcess("kafka-b-1", ProcessChange.Exited, "exit code 1") { At = S(30) });
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void ALongPauseThatNobodyNoticedIsInDoubt()
    {
        var story = Paused();
        story.Remove<MemberRole>(one => one.Mode == MemberMode.Silent);
        Assert.That(story.Find("bite").Statement, Does.Contain("zookeeper-b-1 was not seen silent"));
    }

    [Test]
    public void TheKernelsWordIsEnoughForAPauseThatNobodyCanNotice()
    {
        var story = Paused();
        story.Remove<MemberRole>(one => one.Mode == MemberMode.Silent);
        story.Change<FaultRequested>(one => one.Fault == Fault.Resume, one => one with { At = S(22) });
        Assert.That(story.Find("bite").Statement, Does.Not.Contain("was not seen silent"));
    }

    [TestCase(21, false)]
    [TestCase(24, true)]
    public void TheKernelsWordIsEnoughForAPauseThatTheNextStrikeCutsShort(double next, bool doubted)
    {
        var story = Paused();
        story.Remove<MemberRole>(one => one.Mode == MemberMode.Silent);
        story.Scenario = story.Scenario with { Steps = [.. story.Scenario.Steps, new Step("crash", S(1), Fault.Kill, new Target.Nodes(Story.Victims))] };
        story.Add(new FaultRequested(2, Fault.Kill, Story.Victims, "node", "the agent") { At = S(next) });
        var pause = story.Judge().Findings.Single(one => one.Property == "bite" && one.Statement.StartsWith("step 1 ", StringComparison.Ordinal));
        Assert.That(pause.Statement.Contains("zookeeper-b-1 was not seen silent", StringComparison.Ordinal), Is.EqualTo(doubted), pause.Statement);
    }

    [TestCase("zookeeper-b-1", false)]
    [TestCase("zookeeper-c-1", true)]
    public void AStrikeOnWhatIsDownAlreadyTriesNothingOfTheQuorum(string node, bool tried)
    {
        var story = Paused();
        story.Scenario = story.Scenario with { Steps = [.. story.Scenario.Steps, new Step("crash", S(1), Fault.Kill, new Target.Nodes([node]))] };
        var undo = story.Of<FaultRequested>().Single(one => one.Step == 1).At;
        story.Change<FaultRequested>(one => one.Step == 1, one => one with { Nodes = [.. one.Nodes.Append(node).Distinct()] });
        story.Add(new FaultRequested(2, Fault.Kill, [node], "node", "the agent") { At = undo - S(0.02) });
        Assert.That(story.Judge().Findings.Count(one => one.Property == "quorum" && one.Verdict == Verdict.Inconclusive), Is.EqualTo(tried ? 1 : 0));
    }

    [Test]
    public void AStopThatEndedTheProcessesPasses()
    {
        var story = As(Fault.Stop, Fault.Start, frozen: false);
        Assert.That(story.Find("bite").Verdict, Is.EqualTo(Verdict.Passed));
        Assert.That(story.Find("unexpected-exits").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [TestCase(41, Verdict.Passed)]
    [TestCase(39, Verdict.Inconclusive)]
    public void ASkewBudgetHoldsAgainstTheTimeInWhichAllStopped(int milliseconds, Verdict expected)
    {
        // Asked at 20.010 s, frozen at 20.050 s at the latest.
        var story = As(Fault.Kill, Fault.Start, frozen: true);
        var step = story.Scenario.Steps[0] with { SkewBudget = TimeSpan.FromMilliseconds(milliseconds) };
        story.Scenario = story.Scenario with { Steps = [step, story.Scenario.Steps[1]] };
        var bite = story.Find("bite");
        Assert.That(bite.Verdict, Is.EqualTo(expected), bite.Statement);
        Assert.That(bite.Statement, Does.Contain("40 ms"));
        Assert.That(bite.Figures.Single(figure => figure.Name == "skew").Value, Is.EqualTo(40));
        Assert.That(bite.Figures.Single(figure => figure.Name == "death skew").Value, Is.EqualTo(30));
    }

    [TestCase(1, Verdict.Passed)]
    [TestCase(2, Verdict.Inconclusive)]
    public void ALeaderIsTheOneThatThePartitionsStateNamed(int partition, Verdict expected)
    {
        // Broker 2, in zone b, leads partition 1.
        var story = new Story();
        var step = story.Scenario.Steps[0] with { Target = new Target.ZoneOf(new Target.LeaderOf(Story.Topic, partition)) };
        story.Scenario = story.Scenario with { Steps = [step, story.Scenario.Steps[1]] };
        Assert.That(story.Find("bite").Verdict, Is.EqualTo(expected));
    }

    private static Story Paused() => As(Fault.Pause, Fault.Resume, frozen: true);

    private static Story As(Fault fault, Fault undo, bool frozen)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Steps = [story.Scenario.Steps[0] with { Fault = fault }, story.Scenario.Steps[1] with { Fault = undo }] };
        story.Change<FaultRequested>(one => one.Step == 0, one => one with { Fault = fault });
        story.Change<FaultRequested>(one => one.Step == 1, one => one with { Fault = undo });
        var deaths = new Dictionary<string, TimeSpan> { [Story.Victims[0]] = S(20.06), [Story.Victims[1]] = S(20.09) };
        story.Change<FaultApplied>(one => one.Step == 0, one => one with { Fault = fault, Freezing = frozen ? S(20.01) : null, Died = frozen && fault == Fault.Kill ? deaths[one.Node] : null });
        story.Change<FaultApplied>(one => one.Step == 1, one => one with { Fault = undo });
        if (fault == Fault.Pause)
        {
            story.Remove<NodeProcess>();
        }

        return story;
    }
}
