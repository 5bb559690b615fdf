using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>A time beyond its bound, on a machine that kept somebody waiting.</summary>
public sealed class StarvationTests
{
    // What the story keeps none of: its quorum serves again after 0.59 s, its leaders come after 6, acknowledgements after 7.
    private static readonly Expectations Narrow = new(QuorumElectedWithin: S(0.3), LeadersElectedWithin: S(3.4), UnavailableAtMost: S(4), RecoveredWithin: S(1));

    private static readonly string[] Timed = ["quorum", "quorum-windows", "controller", "leaders", "availability", "recovery"];

    [Test]
    public void WithoutItEveryTimeBeyondItsBoundIsAFailure()
    {
        var story = new Story { Scenario = new Story().Scenario with { Expect = Narrow } };
        Assert.That(Objections(story, Verdict.Failed), Is.SupersetOf(Timed));

        // Near it: so little that each is beyond its bound all the same.
        Starve(story, 0.05, 0.05);
        Assert.That(Objections(story, Verdict.Failed), Is.SupersetOf(Timed));
        Assert.That(Objections(story, Verdict.Inconclusive), Is.Empty);
    }

    [Test]
    public void ATimeThatWouldHaveKeptToItsBoundWithoutItIsInDoubtAndSaysWhy()
    {
        var story = new Story { Scenario = new Story().Scenario with { Expect = Narrow } };
        Starve(story, 0.6, 0.3);
        var findings = story.Judge().Findings.Where(finding => finding.Verdict != Verdict.Passed).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(findings.Select(finding => finding.Verdict).Distinct(), Is.EqualTo((Verdict[])[Verdict.Inconclusive]));
            Assert.That(findings.Select(finding => finding.Property).Distinct(), Is.EquivalentTo(Timed));
            Assert.That(findings.Select(finding => finding.Statement), Has.All.Contain("something on the machine waited for a processor or a disk for "));
            Assert.That(findings.Select(finding => finding.Figures.Select(figure => figure.Name)), Has.All.Contains(Excuse.Name));
            Assert.That(story.Find("harness").Figures.Single(figure => figure.Name == "machine waited").Value, Is.EqualTo(36).Within(0.001));
        }
    }

    [Test]
    public void WhatNeverCameIsNotExcusedByIt()
    {
        var story = new Story { Scenario = new Story().Scenario with { Expect = new(UnavailableAtMost: S(9)) } };
        story.Change<QuorumWrite>(one => one.Invoked > S(20), one => one with { Outcome = Outcome.Unknown, Version = null });
        story.Change<SendOperation>(one => one.At > S(30), one => one with { Outcome = Outcome.Unknown, Offset = null });
        Starve(story, 0.9, 0);
        Assert.That(Objections(story, Verdict.Failed), Is.SupersetOf((string[])["quorum", "quorum-windows", "availability"]));
    }

    [Test]
    public void APredictionThatWasNotGivenTheTimeIsInDoubtAndDoesNotHold()
    {
        // Of the 20 s until the undo less than an election is left.
        var story = new Story();
        story.Change<QuorumWrite>(one => one.Invoked > S(20) && one.Invoked < S(41), one => one with { Outcome = Outcome.Unknown, Version = null });
        Assert.That(story.Find("survival").Verdict, Is.EqualTo(Verdict.Failed));
        Starve(story, 0.9, 0);
        var finding = story.Find("survival");
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(finding.Figures.Select(figure => figure.Name), Has.Member(Excuse.Name));
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void ALateLeaderOfALowerEpochIsAFailureWithIt()
    {
        var story = new Story { Scenario = new Story().Scenario with { Expect = Narrow } };
        story.Change<MemberRole>(one => one.Epoch == 2, one => one with { Epoch = 1 });
        Starve(story, 0.6, 0.3);
        Assert.That(story.Find("quorum").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void WhatCameAfterAnUndoIsExcusedByWhatWasWaitedSinceOnly()
    {
        var samples = Enumerable.Range(10, 20).Select(at => (HistoryEvent)Waited(at, at * 0.9, 0)).ToList();
        Assert.That(new Starvation(new History(samples)).ExcuseOf(S(10), S(22), S(3))!.Starved, Is.EqualTo(S(10.8)).Within(TimeSpan.FromMicroseconds(1)));
        var undone = samples.Append(new FaultRequested(1, Fault.Start, ["kafka-b-1"], "", "") { At = S(20) }).OrderBy(one => one.At).ToList();
        Assert.That(new Starvation(new History(undone)).ExcuseOf(S(10), S(22), S(3)), Is.Null);
        Assert.That(new Starvation(new History(undone)).ExcuseOf(S(20), S(22), S(1))!.Starved, Is.EqualTo(S(1.8)).Within(TimeSpan.FromMicroseconds(1)));
    }

    [Test]
    public void ItNeverMakesAnythingPassAndExcusesNothingButTimes([Random(200, Distinct = true)] int seed)
    {
        var random = new Random(seed);
        var story = new Story
        {
            Scenario = new Story().Scenario with { Expect = new(QuorumElectedWithin: S(random.NextDouble()), LeadersElectedWithin: S(random.NextDouble() * 8), UnavailableAtMost: S(random.NextDouble() * 9), RecoveredWithin: S(random.NextDouble() * 6)) },
        };
        var without = Verdicts(story);
        Starve(story, random.NextDouble() * 0.7, random.NextDouble() * 0.3);
        foreach (var (property, verdict) in Verdicts(story))
        {
            var best = without[property] == Verdict.Failed && Timed.Append("survival").Contains(property) ? Verdict.Inconclusive : without[property];
            Assert.That(verdict, Is.EqualTo(without[property]).Or.EqualTo(best), property);
        }

        Assert.That(Verdicts(story).Keys, Is.EquivalentTo(without.Keys));
    }

    [Test]
    public void BetweenTwoSamplesItIsInProportionAndNeverMoreThanTheTime()
    {
        var starvation = new Starvation(new History([Waited(10, 1, 0), Waited(12, 2, 0.5), Waited(14, 4, 2.5)]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(starvation.Of(S(10), S(12)), Is.EqualTo(S(1.5)));
            Assert.That(starvation.Of(S(11), S(12)), Is.EqualTo(S(0.75)));
            Assert.That(starvation.Of(S(11), S(13)), Is.EqualTo(S(1.75)), "0.75 and 2, of 1 s");
            Assert.That(starvation.Of(S(0), S(11)), Is.EqualTo(S(0.75)), "nothing is known of the time before");
            Assert.That(starvation.Of(S(14), S(20)), Is.EqualTo(TimeSpan.Zero), "nor of that after");
            Assert.That(starvation.Of(S(12), S(11)), Is.EqualTo(TimeSpan.Zero));
            Assert.That(starvation.Of(S(0), S(40)), Is.EqualTo(S(3.5)), "the second step is all of its 2 s");
            Assert.That(starvation.IsKnown(S(13), S(30)) && !starvation.IsKnown(S(14), S(30)));
            var holed = new Starvation(new History([Waited(10, 1, 0), Waited(12.5, 2, 0), Waited(13, 1, 0), Waited(14, 2, 0)]));
            Assert.That(holed.Of(S(0), S(13)), Is.EqualTo(TimeSpan.Zero), "a hole, and totals that shrink");
        }
    }

    private static MachinePressure Waited(double at, double cpu, double io) => new(S(cpu), S(io)) { At = S(at) };

    private static void Starve(Story story, double cpu, double io)
    {
        for (var at = 0.5; at < 52; at += 0.5)
        {
            story.Add(Waited(at, 100 + (cpu * at), 200 + (io * at)));
        }
    }

    private static string[] Objections(Story story, Verdict verdict) => [.. story.Judge().Findings.Where(finding => finding.Verdict == verdict).Select(finding => finding.Property).Distinct()];

    private static Dictionary<string, Verdict> Verdicts(Story story) => story.Judge().Findings.GroupBy(finding => finding.Property).ToDictionary(group => group.Key, group => group.Max(finding => finding.Verdict));
}
