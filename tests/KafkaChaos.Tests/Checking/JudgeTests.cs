using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class JudgeTests
{
    [Test]
    public void AStoryThatWentWellPassesEveryChecker()
    {
        var judgement = new Story().Judge();
        foreach (var finding in judgement.Findings)
        {
            TestContext.Out.WriteLine($"{finding.Verdict} {finding.Property}: {finding.Statement}");
        }

        new Story().Passes();
        Assert.That(judgement, Has.Property(nameof(Judgement.Verdict)).EqualTo(Verdict.Passed).And.Property(nameof(Judgement.Run)).EqualTo("run-1"));
    }

    [Test]
    public void ACheckerThatThrowsIsInconclusiveAndNamesTheException()
    {
        var judgement = Judge.Of(new Story().Trial, [new Broken()]);
        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(judgement.Findings[0].Statement, Does.Contain("InvalidTimeZoneException").And.Contain("odd"));
    }

    [Test]
    public void NoFindingAtAllIsInconclusive() =>
        Assert.That(Judge.Of(new Story().Trial, []).Verdict, Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void TheMostSevereFindingDecides()
    {
        var story = new Story();
        story.Remove<LeftoverAudit>();
        Assert.That(story.Judge().Verdict, Is.EqualTo(Verdict.Inconclusive));
        story.Remove<ReadRecord>(read => read is { Partition: 0, Sequence: 5 });
        Assert.That(story.Judge().Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void AnEmptyHistoryIsInconclusive()
    {
        var story = new Story();
        story.Events.Clear();
        Assert.That(story.Judge().Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    /// <summary>Wherever a run dies, what is left of its history must not pass.</summary>
    [Test]
    public void AHistoryCutOffAnywhereNeverPasses()
    {
        var whole = new Story(interval: 2).History.Events;
        for (var length = 0; length < whole.Count; length++)
        {
            var story = new Story();
            var trial = story.Trial with { History = new History([.. whole.Take(length)]) };
            Assert.That(Judge.Of(trial).Verdict, Is.Not.EqualTo(Verdict.Passed), $"cut off after {length} of {whole.Count} events");
        }
    }

    [Test]
    public void TheSameTrialGivesTheSameFindings()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read.Sequence == 5);
        string Said() => string.Join("\n", story.Judge().Findings.Select(finding => $"{finding.Property} {finding.Verdict} {finding.Statement} {string.Join(",", finding.Evidence)}"));
        var first = Said();
        Assert.That(Said(), Is.EqualTo(first));
    }

    [Test]
    public void AFindingCarriesAtMost32Examples()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read.Sequence > 3);
        Assert.That(story.Find("lost").Evidence, Has.Count.EqualTo(Finding.MostEvidence));
    }

    [Test]
    public void AJudgementIsReadBackFromItsJson()
    {
        var judgement = new Story().Judge();
        var json = System.Text.Json.JsonSerializer.Serialize(judgement, HistoryFormat.Options);
        var back = System.Text.Json.JsonSerializer.Deserialize<Judgement>(json, HistoryFormat.Options)!;
        Assert.That(System.Text.Json.JsonSerializer.Serialize(back, HistoryFormat.Options), Is.EqualTo(json));
        Assert.That(json, Does.Contain("\"verdict\":\"passed\""));
    }

    [Test]
    public void ARunThatDiedOrWasCancelledOrAbortedIsInconclusive()
    {
        var died = new Story();
        died.Remove<RunEnded>();
        died.OnlyObjects("completed", Verdict.Inconclusive);
        foreach (var how in new[] { RunEnd.Cancelled, RunEnd.Aborted })
        {
            var story = new Story();
            story.Change<RunEnded>(_ => true, end => end with { How = how, Reason = "a reason" });
            Assert.That(story.OnlyObjects("completed", Verdict.Inconclusive).Statement, Does.Contain("a reason"));
        }
    }

    [Test]
    public void WhatIsLeftBehindIsInconclusiveUnlessItWasToBeKept()
    {
        var story = new Story();
        story.Change<LeftoverAudit>(_ => true, audit => audit with { Items = ["container 1"] });
        story.OnlyObjects("leftovers", Verdict.Inconclusive);
        story.Change<LeftoverAudit>(_ => true, audit => audit with { Kept = true });
        story.Passes();
        story.Remove<LeftoverAudit>();
        story.OnlyObjects("leftovers", Verdict.Inconclusive);
    }

    [Test]
    public void AStalledHarnessIsInconclusive()
    {
        // A quarter of the session of 10 s.
        var story = new Story();
        story.Change<HarnessLag>(lag => lag.At == S(25), lag => lag with { Lag = S(2.5) });
        story.Passes();
        story.Change<HarnessLag>(lag => lag.At == S(25), lag => lag with { Lag = S(2.51) });
        story.OnlyObjects("harness", Verdict.Inconclusive);
    }

    [Test]
    public void AClockThatDriftedIsInconclusiveAndOneThatWasNotLookedAtIsNot()
    {
        // Before the load, too: the engine's times of the whole run are placed by it.
        foreach (var at in new[] { 5, 30 })
        {
            var story = new Story();
            story.Add(new HarnessLag(TimeSpan.Zero) { At = S(at), ClockDrift = S(-0.2) });
            story.Passes();
            story.Add(new HarnessLag(TimeSpan.Zero) { At = S(at), ClockDrift = S(-0.201) });
            Assert.That(story.OnlyObjects("harness", Verdict.Inconclusive).Statement, Does.Contain("drifted by 201 ms"));
        }

        var foreign = new Story();
        foreign.Change<HarnessLag>(_ => true, one => one with { ClockDrift = null });
        foreign.Passes();
    }

    [Test]
    public void AHarnessThatWasNotSampledIsInconclusive()
    {
        var story = new Story();
        story.Remove<HarnessLag>(lag => lag.At > S(35));
        story.OnlyObjects("harness", Verdict.Inconclusive);
        story.Remove<HarnessLag>();
        story.OnlyObjects("harness", Verdict.Inconclusive);
    }

    private sealed class Broken : IChecker
    {
        public IEnumerable<Finding> Check(Trial trial) => throw new InvalidTimeZoneException("odd");
    }
}
