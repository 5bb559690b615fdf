using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

public sealed class RecordTests
{
    private static readonly string[] LogProperties = ["unseen", "moved", "duplicated", "reordered", "inconsistent-offsets", "aborted-read", "phantom"];

    [Test]
    public void ARecordThatACompactedLogNoLongerHasIsNotCalledLost()
    {
        foreach (var policy in new[] { "compact", "compact,delete" })
        {
            var story = new Story();
            story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 40 });
            story.Change<ClusterDescribed>(_ => true, cluster => cluster with { Kafka = new Dictionary<string, string>(cluster.Kafka) { ["log.cleanup.policy"] = policy } });
            story.IsInconclusiveBy("lost");
        }
    }

    [Test]
    public void AnAcknowledgedRecordThatIsNowhereIsLost()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 30 });
        var finding = story.OnlyObjects("lost");
        Assert.That(finding.Figures, Has.One.EqualTo(new Figure("lost", 1, "records")));
        Assert.That(finding.Evidence[0].Text, Does.Contain("orders/1 producer-1 #30"));
    }

    [Test]
    public void ATailThatIsCutOffIsLostAndNotUnseen()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: >= 60 });
        story.Change<ReadEnded>(end => end.Partition == 1, end => end with { EndOffset = 60, Position = 60, EndAfter = 60 });
        var finding = story.OnlyObjects("lost");
        Assert.That(finding.Figures, Has.One.EqualTo(new Figure("cut off at the tail", 14, "records")));
    }

    [Test]
    public void ALogThatIsEmptyAfterwardsIsLost()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read.Partition == 1);
        story.Change<ReadEnded>(end => end.Partition == 1, end => end with { EndOffset = 0, Position = 0, EndAfter = 0 });
        Assert.That(story.OnlyObjects("lost").Statement, Does.StartWith("74 of 222"));
    }

    [Test]
    public void AReadThatStoppedShortLeavesRecordsUnseenAndNotLost()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: >= 60 });
        story.Change<ReadEnded>(end => end.Partition == 1, end => end with { Position = 60 });
        Assert.That(story.IsInconclusiveBy("unseen").Statement, Does.StartWith("14 acknowledged records are unseen"));
        story.IsInconclusiveBy("lost");
    }

    [Test]
    public void AReadThatStoppedShortDoesNotExcuseALossElsewhere()
    {
        var story = new Story();
        story.Change<ReadEnded>(end => end.Partition == 1, end => end with { Position = 60 });
        story.Remove<ReadRecord>(read => read is { Partition: 2, Sequence: 8 });
        Assert.That(story.Find("lost").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void AMissingReadOrOneThatBeganTooEarlyOrAfterRetentionProvesNothing()
    {
        Action<Story>[] doubts =
        [
            story => story.Remove<ReadEnded>(end => end.Partition == 1),
            story => story.Change<ReadEnded>(end => end.Partition == 1, end => end with { Began = S(49) }),
            story => story.Change<ReadEnded>(end => end.Partition == 1, end => end with { StartOffset = 1 }),
            story => story.Change<ReadEnded>(end => end.Partition == 1, end => end with { EndAfter = null }),
            story => story.Change<ReadEnded>(end => end.Partition == 1, end => end with { EndAfter = end.EndOffset + 1 }),
            story => story.Change<ReadEnded>(end => end.Partition == 1, end => end with { EndAfter = end.EndOffset - 1 }),
            story => story.Change<ReadEnded>(end => end.Partition == 1, end => end with { Position = end.EndOffset + 1 }),
            story => story.Remove<PhaseBegan>(phase => phase.Phase == Phase.FinalRead),
            story =>
            {
                story.Add(new PartitionState(Story.Topic, 1, S(49), 3, 1, [1, 3], 2) { At = S(49.1) });
                story.Add(new PartitionState(Story.Topic, 1, S(50.4), 3, 1, [1, 2, 3], 2) { At = S(50.5) });
            },
            story => story.Change<SendOperation>(send => send is { Partition: 1, Sequence: 20 }, send => send with { At = S(50.16) }),
        ];
        foreach (var doubt in doubts)
        {
            var story = new Story();
            story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 5 });
            doubt(story);
            story.IsInconclusiveBy("unseen");
            story.IsInconclusiveBy("lost");
        }
    }

    [Test]
    public void AnEndThatIsNotKnownToBeStableNeverPassesAsNothingLostThoughAllWasFound()
    {
        foreach (var after in new long?[] { null, 73, 75 })
        {
            var story = new Story();
            story.Change<ReadEnded>(end => end.Partition == 1, end => end with { EndAfter = after });
            Assert.That(story.IsInconclusiveBy("unseen").Statement, Does.Contain("orders/1: the end of the log"));
            Assert.That(story.IsInconclusiveBy("lost").Statement, Does.StartWith("0 of 222 acknowledged records were lost, but"));
        }
    }

    [Test]
    public void ARunWithoutAcknowledgedRecordsIsVacuousAndNeverPasses()
    {
        var none = new Story();
        none.Remove<SendOperation>();
        none.Remove<ReadRecord>();
        none.Change<ReadEnded>(_ => true, end => end with { EndOffset = 0, Position = 0, EndAfter = 0 });
        Assert.That(none.IsInconclusiveBy("lost").Statement, Does.Contain("shows nothing"));

        var unknown = new Story(outcome: _ => Outcome.Unknown);
        Assert.That(unknown.Judge().Verdict, Is.Not.EqualTo(Verdict.Passed));
        Assert.That(unknown.Find("lost").Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void LossThatTheScenarioAllowsPasses()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 30 or 31 });
        story.Scenario = story.Scenario with { Expect = new Expectations(Lost: Limit.AtMost(2L)) };
        story.Passes();
        story.Scenario = story.Scenario with { Expect = new Expectations(Lost: Limit.AtMost(1L)) };
        story.OnlyObjects("lost");
    }

    [Test]
    public void WithAcksOfOneALossStillFailsAndTheFindingSaysWhatAnAcknowledgementIsWorth()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Load = new Load(story.Scenario.Load!.Producers[0] with { Acks = Acks.Leader, Idempotence = false }) };
        story.Passes();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 30 });
        Assert.That(story.OnlyObjects("lost").Statement, Does.Contain("says nothing of replicas"));
    }

    [Test]
    public void AnUnknownRecordMayBeMissingOrAppearOnce()
    {
        var story = new Story(outcome: number => number % 7 == 3 ? Outcome.Unknown : Outcome.Ok);
        story.Passes();
        var unknown = story.Of<SendOperation>().First(send => send.Outcome == Outcome.Unknown);
        var found = new ReadRecord(Story.Topic, unknown.Partition, unknown.Sequence, Story.Producer, unknown.Sequence) { At = S(50.3) };
        story.Add(found);
        story.Passes();
        Assert.That(story.Find("unknown").Figures, Has.One.EqualTo(new Figure("found", 1, "records")));

        story.Add(found with { Offset = 900 });
        story.OnlyObjects("duplicated");
    }

    [Test]
    public void AValueAtTwoOffsetsIsDuplicatedAndTheSameOffsetReadTwiceIsNot()
    {
        var story = new Story();
        story.Add(story.Read(0, 5));
        story.Passes();
        story.Add(story.Read(0, 5) with { Offset = 900 });
        story.Add(story.Read(0, 5) with { Offset = 901 });
        var finding = story.OnlyObjects("duplicated");
        Assert.That(finding.Evidence[0].Text, Does.Contain("stands at 3 offsets"));
        Assert.That(finding.Figures[0].Value, Is.EqualTo(1));
    }

    [Test]
    public void WithoutIdempotenceDuplicatesAndReorderingsAreCountedUnlessTheScenarioForbidsThem()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Load = new Load(story.Scenario.Load!.Producers[0] with { Idempotence = false }) };
        story.Add(story.Read(0, 5) with { Offset = 900 });
        Swap(story, 1, 8, 12);
        story.Passes();
        Assert.That(story.Find("duplicated").Figures[0].Value, Is.EqualTo(1));
        Assert.That(story.Find("reordered").Figures[0].Value, Is.EqualTo(4));

        story.Scenario = story.Scenario with { Expect = new Expectations(Duplicated: Limit.AtMost(0L)) };
        story.OnlyObjects("duplicated");
        story.Scenario = story.Scenario with { Expect = new Expectations(Reordered: Limit.AtMost(3L)) };
        story.OnlyObjects("reordered");
    }

    [Test]
    public void ALaterRecordAtALowerOffsetIsReordered()
    {
        var story = new Story();
        Swap(story, 2, 8, 9);
        Assert.That(story.OnlyObjects("reordered").Figures[0].Value, Is.EqualTo(1));
    }

    [Test]
    public void TheOrderOfTwoProducersAmongEachOtherIsFree()
    {
        var story = new Story();
        story.Change<SendOperation>(send => send is { Partition: 2, Sequence: 8 }, send => send with { Producer = "producer-2" });
        story.Change<ReadRecord>(read => read is { Partition: 2, Sequence: 8 }, read => read with { Producer = "producer-2" });
        Swap(story, 2, 8, 9);
        story.Passes();
    }

    [Test]
    public void AFailedRecordThatIsReadIsAnAbortedRead()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Failed : Outcome.Ok);
        story.Passes();
        story.Add(new ReadRecord(Story.Topic, 0, 20, Story.Producer, 20) { At = S(50.3) });
        story.OnlyObjects("aborted-read");
    }

    [Test]
    public void AValueNobodySentIsAPhantom()
    {
        foreach (var (producer, sequence) in new (string?, long?)[] { (null, null), ("producer-9", 1), (Story.Producer, 5_000), (Story.Producer, -1), (Story.Producer, long.MaxValue) })
        {
            var story = new Story();
            story.Add(new ReadRecord(Story.Topic, 0, 900, producer, sequence) { At = S(50.3) });
            story.OnlyObjects("phantom");
        }
    }

    [Test]
    public void AReadWithoutAnyRecordShowsNothing()
    {
        var story = new Story();
        story.Remove<ReadRecord>();
        foreach (var property in LogProperties.Skip(1))
        {
            Assert.That(story.Find(property).Verdict, Is.EqualTo(Verdict.Inconclusive), property);
        }
    }

    [Test]
    public void AHistoryWithTwoOutcomesOfOneRecordIsInconclusive()
    {
        var story = new Story();
        story.Add(story.Sent(0, 5) with { Outcome = Outcome.Failed });
        Assert.That(story.IsInconclusiveBy("lost").Statement, Does.Contain("two outcomes"));
    }

    [Test]
    public void AWildSequenceOrOffsetCostsNoMemory()
    {
        var story = new Story();
        story.Add(story.Sent(0, 5) with { Sequence = long.MaxValue - 1, Offset = long.MaxValue - 2 });
        story.Add(story.Read(0, 5) with { Sequence = long.MaxValue - 1, Offset = long.MaxValue - 2 });
        var before = GC.GetTotalAllocatedBytes();
        story.Passes();
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(100_000_000));
    }

    internal static void Swap(Story story, int partition, long one, long other)
    {
        long To(long sequence) => sequence == one ? other : one;
        story.Change<SendOperation>(send => send.Partition == partition && (send.Sequence == one || send.Sequence == other), send => send with { Offset = To(send.Sequence) });
        story.Change<ReadRecord>(read => read.Partition == partition && (read.Sequence == one || read.Sequence == other), read => read with { Offset = To(read.Sequence!.Value) });
    }
}
