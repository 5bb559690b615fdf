using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>What a session of the quorum probe may read after what it wrote and read.</summary>
public sealed class SessionReadTests
{
    private static readonly TimeSpan Some = S(30.06);

    [Test]
    public void AReadThatShowsLessThanItsSessionWroteFailsAndNamesBothLines()
    {
        var story = new Story();
        story.Change<SessionRead>(read => read.At == Some, read => read with { Sequence = read.Sequence - 1, Version = read.Version - 1 });
        var finding = story.OnlyObjects("session-reads");
        Assert.That(finding.Statement, Does.Contain("after write 200 had got version"));
        Assert.That(finding.Evidence.Single().Lines!.Select(line => story.History.Events.ElementAt((int)line - 1)), Has.One.InstanceOf<SessionRead>().And.One.Matches<HistoryEvent>(one => one is QuorumWrite { Sequence: 200 }));
        Assert.That(finding.Evidence.Single().Fault, Does.StartWith("during step 1"));

        // As it was begun before that write was acknowledged, it may.
        story.Change<SessionRead>(read => read.At == Some, read => read with { Invoked = S(30.01) });
        story.Passes();
    }

    [Test]
    public void AReadBehindAnEarlierReadFailsThoughTheWriteItselfWasNeverAcknowledged()
    {
        var story = new Story();
        story.Change<QuorumWrite>(write => write.Sequence == 200, write => write with { Outcome = Outcome.Unknown, Version = null });
        story.Passes();
        var read = story.Of<SessionRead>().Single(one => one.At == Some);
        story.Add(read with { Invoked = S(30.07), At = S(30.08), Sequence = read.Sequence - 1, Version = read.Version - 1 });
        Assert.That(story.OnlyObjects("session-reads").Statement, Does.Contain("after another read had shown sequence 200"));
    }

    [Test]
    public void AnotherSessionMayBeBehindAndSoMayANewOne()
    {
        var story = new Story();
        var read = story.Of<SessionRead>().Single(one => one.At == Some);
        story.Add(read with { Session = "zookeeper-a-1" });
        story.Add(read with { Session = "zookeeper-a-1", Sequence = read.Sequence - 50, Version = read.Version - 50, Invoked = S(30.3), At = S(30.4) });
        story.OnlyObjects("session-reads");
        story.Add(new SessionExpired { At = S(30.2), Session = "zookeeper-a-1" });
        story.Passes();
    }

    [Test]
    public void AVersionHasOneValue()
    {
        var story = new Story();
        story.Change<SessionRead>(read => read.At == Some, read => read with { Sequence = read.Sequence - 1 });
        story.OnlyObjects("session-reads");
    }

    [Test]
    public void AWriteOfUnknownOutcomeMayBeReadAfterALaterOne()
    {
        foreach (var (outcome, verdict) in new[] { (Outcome.Unknown, Verdict.Passed), (Outcome.Ok, Verdict.Failed) })
        {
            var story = new Story();
            story.Change<QuorumWrite>(write => write.Sequence == 300, write => write with { Outcome = outcome, Version = outcome == Outcome.Ok ? write.Version : null });
            story.Remove<SessionRead>(read => read.At > S(39.9));
            story.Add(new SessionRead(S(47), Outcome.Ok, 300, 1_000, null) { At = S(47.1) });
            Assert.That(story.Find("session-reads").Verdict, Is.EqualTo(verdict));
        }
    }

    [Test]
    public void AZnodeThatIsGoneIsBehindAllThatWasSeenOfIt()
    {
        var story = new Story();
        story.Change<SessionRead>(read => read.At == Some, read => read with { Sequence = null, Version = null });
        Assert.That(story.OnlyObjects("session-reads").Statement, Does.Contain("found the znode gone"));
    }

    [Test]
    public void WithoutAReadNothingWasTried()
    {
        var story = new Story();
        story.Change<SessionRead>(_ => true, read => read with { Session = "zookeeper-a-1" });
        story.Remove<SessionRead>(read => read.At > S(12));
        story.OnlyObjects("session-reads", Verdict.Inconclusive);
        story.Remove<SessionRead>();
        story.OnlyObjects("session-reads", Verdict.Inconclusive);
    }
}
