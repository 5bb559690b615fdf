using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>What only nearly is an anomaly, and beside it the least that makes it one.</summary>
public sealed class NearMissTests
{
    [Test]
    public void ATailThatIsCutOffIsNoLossWhereNothingOfItWasAcknowledged()
    {
        var story = new Story(2, outcome: number => number >= 74 + 60 ? Outcome.Unknown : Outcome.Ok);
        story.Change<ReadEnded>(end => end.Partition == 1, end => end with { EndOffset = 60, Position = 60, EndAfter = 60 });
        Assert.That(story.Find("lost"), Has.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Passed));

        story.Change<SendOperation>(send => send is { Partition: 1, Sequence: 60 }, send => send with { Outcome = Outcome.Ok, Offset = 60, Error = null });
        Assert.That(story.Find("lost").Figures, Has.One.EqualTo(new Figure("cut off at the tail", 1, "records")));
    }

    [Test]
    public void AValueWhoseOutcomeWasKnownOnlyAfterItWasReadIsNoPhantom()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Unknown : Outcome.Ok);
        story.Add(new ReadRecord(Story.Topic, 0, 20, Story.Producer, 20) { At = S(50.3) });
        story.Change<SendOperation>(send => send is { Partition: 0, Sequence: 20 }, send => send with { At = S(50.5) });
        story.Passes();

        story.Remove<SendOperation>(send => send is { Partition: 0, Sequence: 20 });
        story.OnlyObjects("phantom");
    }

    [Test]
    public void AWindowWithoutAQuorumWriteThatKeepsToItsBoundIsNoneTooLong()
    {
        foreach (var (until, verdict) in new[] { (30.0, Verdict.Passed), (30.4, Verdict.Failed) })
        {
            var story = new Story();
            story.Scenario = story.Scenario with { Expect = new Expectations(QuorumElectedWithin: S(5)) };
            story.Change<QuorumWrite>(write => write.Invoked > S(25.01) && write.Invoked < S(until), write => write with { Outcome = Outcome.Failed, Version = null });
            Assert.That(story.Find("quorum-windows").Verdict, Is.EqualTo(verdict));
        }
    }

    [Test]
    public void AnOffsetThatIsAcknowledgedAndReadWithOneValueIsConsistentHoweverOften()
    {
        var story = new Story();
        story.Add(story.Read(0, 21));
        story.Add(story.Read(0, 21));
        story.Passes();
    }
}
