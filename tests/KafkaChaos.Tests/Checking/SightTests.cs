using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>An observer that does not look sees no change: that is neither a cluster in which nothing changes nor one that does not recover.</summary>
public sealed class SightTests
{
    private const string Member = "zookeeper-c-1";

    [TestCase(Observers.Znodes)]
    [TestCase(Member)]
    public void AnObserverThatLooksNoMoreMakesARunInconclusiveThoughAllThatItSawIsRight(string observer)
    {
        var story = new Story();
        Blind(story, observer, 47.5, double.MaxValue);
        story.Passes();
        Blind(story, observer, 44.5, double.MaxValue);
        story.Change<ObserverEnded>(one => one.Observer == observer, one => one with { Last = S(44.05), Reason = "its session was stuck" });
        Assert.That(story.OnlyObjects("harness", Verdict.Inconclusive).Statement, Does.Contain($"{observer} from 44.05 s to 50 s (its session was stuck)"));
    }

    [Test]
    public void AClusterIsNotBlamedForWhatNobodyLookedAt()
    {
        var story = Stuck();
        story.Remove<ObserverLooked>(one => one.Observer == Observers.Znodes && one.At > S(25));
        story.Change<ObserverEnded>(one => one.Observer == Observers.Znodes, one => one with { Last = S(25) });
        story.IsInconclusiveBy("harness");
        story.IsInconclusiveBy("leaders");
        story.IsInconclusiveBy("recovery");
    }

    [Test]
    public void AClusterThatWasLookedAtIsToBlame()
    {
        var findings = Stuck().Judge().Findings;
        Assert.That(findings.Where(one => one.Verdict == Verdict.Failed).Select(one => one.Property), Is.SupersetOf((string[])["leaders", "recovery"]));
        Assert.That(findings.Single(one => one.Property == "harness").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void AnObserverThatWasAwayForLongAndCameBackMayHaveMissedWhatCameAndWent()
    {
        var story = new Story();
        Blind(story, Member, 30, 34);
        story.Passes();
        Blind(story, Member, 30, 36);
        Assert.That(story.OnlyObjects("harness", Verdict.Inconclusive).Statement, Does.Contain($"{Member} from 29.05 s to 36.05 s"));
    }

    [Test]
    public void WhoLooksAtZnodesIsGivenTheTimeOfASessionAndAllTheTimeInWhichThereIsNoQuorum()
    {
        var story = new Story();
        Blind(story, Observers.Znodes, 15.5, 35);
        story.Passes();
        Blind(story, Observers.Znodes, 15.5, 36);
        story.OnlyObjects("harness", Verdict.Inconclusive);

        // No quorum but for 5 s at a time.
        story.Change<QuorumWrite>(one => one.Invoked > S(14) && one.Invoked < S(37) && one.Invoked.TotalSeconds % 5 < 1, one => one with { Outcome = Outcome.Unknown, Version = null });
        Assert.That(story.Find("harness").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void WithoutALifeSignNobodyIsKnownToHaveLooked()
    {
        var story = new Story();
        story.Remove<ObserverLooked>();
        story.Remove<ObserverEnded>();
        Assert.That(story.OnlyObjects("harness", Verdict.Inconclusive).Statement, Does.Contain("znodes from 10 s to 50 s"));
    }

    [Test]
    public void AnEngineThatEndedItsEventsEarlyMayNotHaveToldOfAnEnd()
    {
        var story = new Story();
        story.Change<ObserverEnded>(one => one.Observer == Observers.Engine, one => one with { Last = S(49.9), Reason = "the engine ended its stream of events", At = S(49.9) });
        Assert.That(story.OnlyObjects("harness", Verdict.Inconclusive).Statement, Does.Contain("engine from 49.9 s to 50 s (the engine ended its stream of events)"));
    }

    /// <summary>The state of the partitions is not seen to change after the kill.</summary>
    private static Story Stuck()
    {
        var story = new Story();
        story.Remove<PartitionState>(one => one.At > S(25));
        story.Remove<BrokerRegistration>(one => one.At > S(25));
        story.Remove<ControllerSeen>(one => one.At > S(25));
        return story;
    }

    private static void Blind(Story story, string observer, double from, double to)
    {
        story.Remove<ObserverLooked>(one => one.Observer == observer && one.At > S(from) && one.At < (to == double.MaxValue ? TimeSpan.MaxValue : S(to)));
        if (to == double.MaxValue)
        {
            story.Change<ObserverEnded>(one => one.Observer == observer, one => one with { Last = null });
        }
    }
}
