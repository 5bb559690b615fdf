using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>What consumers are handed: each anomaly, and beside it what only nearly is one.</summary>
public sealed class ConsumedTests
{
    private static readonly string[] Properties = ["consumed-lost", "undelivered", "poll-skip", "backward-read", "consumed-reordered", "consumed-moved", "consumed-aborted", "consumed-phantom"];

    [Test]
    public void AConsumerThatIsHandedAllInOrderPasses() => new Story().Consume().Passes();

    [Test]
    public void WithoutConsumersNothingIsSaidOfThemAndWithNothingHandedOverNothingIsShown()
    {
        Assert.That(new Story().Judge().Findings.Select(finding => finding.Property), Has.None.AnyOf(Properties));
        var idle = new Story().Consume();
        idle.Remove<ConsumedRecord>();
        foreach (var property in Properties)
        {
            Assert.That(idle.Find(property).Verdict, Is.EqualTo(Verdict.Inconclusive), property);
        }
    }

    [Test]
    public void ARecordThatWasHandedOverAndIsGoneIsLostThoughItsProducerWasNotToldThatItWasWritten()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Unknown : Outcome.Ok).Consume();
        story.Passes();
        story.Hand(0, 20, Story.Producer, 20);
        Assert.That(story.OnlyObjects("consumed-lost").Evidence[0].Text, Does.StartWith("orders/0 offset 20, producer-1 #20, is nowhere"));

        // It was found after all.
        story.Add(new ReadRecord(Story.Topic, 0, 20, Story.Producer, 20) { At = S(50.3) });
        story.Passes();
    }

    [Test]
    public void WhereRecordsMayBeLostThoseHandedOverMayBeToo()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Unknown : Outcome.Ok).Consume();
        story.Hand(0, 20, Story.Producer, 20);
        story.Scenario = story.Scenario with { Expect = new Expectations(Lost: Limit.AtMost(1L)) };
        story.Passes();
    }

    [Test]
    public void ARecordThatIsGonePastIsSkippedAndOneThatWasNeverThereIsNot()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Failed : Outcome.Ok).Consume();
        story.Passes();
        story.Remove<ConsumedRecord>(one => one is { Partition: 1, Offset: 30 });
        Assert.That(story.OnlyObjects("poll-skip").Evidence[0].Text, Does.Contain("was handed 29 and then 31"));
    }

    [Test]
    public void ARecordThatNobodyOfTheGroupIsHandedIsUndeliveredThoughARebalanceExcusesTheSkip()
    {
        var story = new Story().Consume();
        story.Remove<ConsumedRecord>(one => one is { Partition: 1, Offset: 30 });
        story.Rebalance(1, ConsumedStory.MomentOf(30));
        story.OnlyObjects("undelivered");

        // Another member of the group is handed it.
        story.Add(new ClientStarted("readers.2", ClientKind.Consumer, story.Of<ClientStarted>().First().Settings) { At = S(9.8), Group = "group" });
        story.Add(new ConsumedRecord("readers.2", Story.Topic, 1, 30, Story.Producer, 30) { At = S(49.5) });
        story.Passes();
    }

    [Test]
    public void AReaderThatBeganAtTheBeginningMustBeHandedTheFirstRecordAndAnotherNeedNot()
    {
        var story = new Story().Consume();
        story.Remove<ConsumedRecord>(one => one is { Partition: 1, Offset: 0 });
        story.OnlyObjects("undelivered");
        story.Change<ClientStarted>(_ => true, client => client with { Settings = new Dictionary<string, string> { ["auto.offset.reset"] = "latest" } });
        story.Passes();
    }

    [Test]
    public void AReaderThatDidNotComeToTheEndIsInconclusive()
    {
        var story = new Story().Consume();
        story.Remove<ConsumedRecord>(one => one is { Partition: 1, Offset: 73 });
        Assert.That(story.OnlyObjects("undelivered", Verdict.Inconclusive).Figures, Has.One.EqualTo(new Figure("not reached", 1, "records")));

        story.Remove<ConsumedRecord>(one => one.Partition == 2);
        Assert.That(story.OnlyObjects("undelivered", Verdict.Inconclusive).Figures, Has.One.EqualTo(new Figure("not reached", 75, "records")));
    }

    [TestCase(9.9, 74)]
    [TestCase(40, 14)]
    [TestCase(49, 0)]
    public void AReaderThatMayHaveBegunAnywhereAndIsHandedNothingHasNotReachedWhatWasAcknowledgedSinceItHadThePartition(double assigned, int behind)
    {
        var story = new Story().Consume();
        story.Remove<ClientStarted>();
        story.Remove<ConsumedRecord>(one => one.Partition == 1);
        story.Change<AssignmentChanged>(_ => true, one => one with { Partitions = [.. one.Partitions.Where(partition => partition.Partition != 1)] });
        story.Add(new AssignmentChanged(ConsumedStory.Reader, AssignmentChange.Assigned, [new(Story.Topic, 1)]) { At = S(assigned) });
        if (behind == 0)
        {
            story.Passes();
            return;
        }

        var finding = story.OnlyObjects("undelivered", Verdict.Inconclusive);
        Assert.That(finding.Figures, Has.One.EqualTo(new Figure("not reached", behind, "records")));
        Assert.That(finding.Evidence[0].Text, Does.Contain("was never handed to readers.1, which was handed nothing of it"));
    }

    [Test]
    public void WhoWasHandedAnotherRecordAtAnOffsetThanStandsThereWasNotHandedThatOne()
    {
        var story = new Story().Consume();
        story.Add(story.Sent(1, 30) with { Producer = "weak", Sequence = 0, Outcome = Outcome.Unknown, Offset = null });
        story.Change<ConsumedRecord>(one => one is { Partition: 1, Offset: 30 }, one => one with { Producer = "weak", Sequence = 0 });
        Assert.That(story.Find("undelivered").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("undelivered").Evidence[0].Text, Does.StartWith("orders/1 offset 30, producer-1 #30, was never handed to group"));
        Assert.That(story.Find("poll-skip").Verdict, Is.EqualTo(Verdict.Passed));

        // It comes after all, once the log has changed.
        story.Hand(1, 30, Story.Producer, 30, at: 49.5);
        Assert.That(story.Find("undelivered").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void WhatWasGonePastIsNotMadeGoodByAnotherRecordAtItsOffset()
    {
        var story = new Story().Consume();
        story.Remove<ConsumedRecord>(one => one is { Partition: 1, Offset: 30 });
        story.Add(story.Sent(1, 30) with { Producer = "weak", Sequence = 0, Outcome = Outcome.Unknown, Offset = null });
        story.Hand(1, 30, "weak", 0, at: 49.5);
        Assert.That(story.Find("poll-skip").Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(story.Find("undelivered").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [TestCase("group")]
    [TestCase(null)]
    public void APartitionThatNoMemberEverHadIsNotReached(string? group)
    {
        var story = new Story().Consume();
        story.Change<ClientStarted>(_ => true, one => one with { Group = group });
        story.Scenario = story.Scenario with { Load = story.Scenario.Load! with { Consumers = [story.Scenario.Load.Consumers[0] with { Group = group }] } };
        story.Change<AssignmentChanged>(_ => true, one => one with { Partitions = [.. one.Partitions.Where(partition => partition.Partition != 2)] });
        story.Remove<ConsumedRecord>(one => one.Partition == 2);
        var finding = story.OnlyObjects("undelivered", Verdict.Inconclusive);
        Assert.That(finding.Figures, Has.One.EqualTo(new Figure("not reached", 74, "records")));
        Assert.That(finding.Evidence[0].Text, Does.StartWith("orders/2 offset 0, producer-1 #0, was never handed to"));

        // Another member had it.
        story.Add(new ClientStarted("readers.2", ClientKind.Consumer, story.Of<ClientStarted>().First().Settings) { At = S(9.8), Group = group });
        story.Add(new AssignmentChanged("readers.2", AssignmentChange.Assigned, [new(Story.Topic, 2)]) { At = S(9.9) });
        foreach (var read in story.Of<ReadRecord>().Where(read => read.Partition == 2).ToList())
        {
            story.Add(new ConsumedRecord("readers.2", Story.Topic, 2, read.Offset, read.Producer, read.Sequence) { At = S(49.1) });
        }

        story.Passes();
    }

    [Test]
    public void APartitionOfATopicThatNobodyReadsIsNotMissed()
    {
        var story = new Story().Consume();
        story.Scenario = story.Scenario with { Load = story.Scenario.Load! with { Consumers = [story.Scenario.Load.Consumers[0] with { Topics = ["other"] }] } };
        story.Remove<AssignmentChanged>();
        story.Remove<ConsumedRecord>(one => one.Partition > 0);
        story.Passes();
    }

    [Test]
    public void ReadingTheSameAgainIsBackwardAndAfterARebalanceItIsNot()
    {
        var story = new Story().Consume();
        story.Hand(1, 30, Story.Producer, 30, at: 49.5);
        Assert.That(story.OnlyObjects("backward-read").Evidence[0].Text, Does.Contain("came after offset 73"));

        story.Rebalance(1, 49.4);
        story.Passes();
    }

    [Test]
    public void ARecordThatComesLateIsBackwardAndNotSkipped()
    {
        var story = new Story().Consume();
        story.Change<ConsumedRecord>(one => one is { Partition: 1, Offset: 30 }, one => one with { At = S(ConsumedStory.MomentOf(31) + 0.00005) });
        story.OnlyObjects("backward-read");
    }

    [Test]
    public void WhatStandsInTheWrongOrderIsHandedOverInTheWrongOrder()
    {
        var story = new Story();
        RecordTests.Swap(story, 2, 8, 9);
        story.Consume();
        Assert.That(story.Judge().Findings.Where(finding => finding.Verdict != Verdict.Passed).Select(finding => finding.Property), Is.EqualTo((string[])["reordered", "consumed-reordered"]));

        // Without idempotence it may.
        story.Scenario = story.Scenario with { Load = story.Scenario.Load! with { Producers = [story.Scenario.Load.Producers[0] with { Idempotence = false }] } };
        story.Passes();
    }

    [Test]
    public void ACopyIsADuplicateAndNoReordering()
    {
        var story = new Story();
        story.Add(story.Read(0, 5) with { Offset = 900 });
        story.Consume();
        story.OnlyObjects("duplicated");
    }

    [Test]
    public void TheOrderOfTwoProducersAmongEachOtherIsFreeForConsumersToo()
    {
        var story = new Story();
        story.Change<SendOperation>(send => send is { Partition: 2, Sequence: 8 }, send => send with { Producer = "producer-2" });
        story.Change<ReadRecord>(read => read is { Partition: 2, Sequence: 8 }, read => read with { Producer = "producer-2" });
        RecordTests.Swap(story, 2, 8, 9);
        story.Consume();
        story.Passes();
    }

    [Test]
    public void AValueAtAnotherOffsetThanTheFinalReadFoundItAtIsMoved()
    {
        var story = new Story().Consume();
        story.Hand(1, 900, Story.Producer, 30);
        Assert.That(story.OnlyObjects("consumed-moved").Evidence[0].Text, Does.Contain("was found at offset 30"));
    }

    [Test]
    public void AFailedRecordThatIsHandedOverIsAbortedAndAnUnknownOneThatIsThereIsNot()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Failed : number == 22 ? Outcome.Unknown : Outcome.Ok);
        story.Add(new ReadRecord(Story.Topic, 0, 22, Story.Producer, 22) { At = S(50.3) });
        story.Consume();
        story.Passes();
        story.Hand(0, 20, Story.Producer, 20);
        story.OnlyObjects("consumed-aborted");
    }

    [Test]
    public void AValueThatNobodySentIsAPhantomThoughOnlyAConsumerWasHandedIt()
    {
        foreach (var (producer, sequence) in new (string?, long?)[] { (null, null), ("stranger", 1), (Story.Producer, 5_000) })
        {
            var story = new Story().Consume();
            story.Hand(0, 900, producer, sequence);
            story.OnlyObjects("consumed-phantom");
        }
    }

    [Test]
    public void AWildOffsetCostsNoTime()
    {
        var story = new Story().Consume();
        story.Hand(0, long.MaxValue - 1, null, null, at: 49.9);
        story.OnlyObjects("consumed-phantom");
    }

    [Test]
    public void ExamplesNameTheLinesOfTheHandOverAndOfTheSend()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Failed : Outcome.Ok).Consume();
        story.Hand(0, 20, Story.Producer, 20);
        var lines = story.Find("consumed-aborted").Evidence.Single().Lines!.Select(line => story.History.Events.ElementAt((int)line - 1));
        Assert.That(lines.Select(one => one.GetType()), Is.EqualTo(new[] { typeof(SendOperation), typeof(ConsumedRecord) }));
    }
}
