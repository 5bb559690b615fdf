using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Of each of three partitions 74 records were acknowledged; in the end partition 0 is led by kafka-a-1, the others by kafka-c-1.</summary>
public sealed class LostOnDiskTests
{
    private const string Property = "lost-on-disk";
    private static readonly string[] Brokers = ["kafka-a-1", "kafka-b-1", "kafka-c-1"];

    private static SequenceSpan[] Whole => [new(Story.Producer, 0, 73)];

    private static SequenceSpan[] Without => [new(Story.Producer, 0, 29), new(Story.Producer, 31, 73)];

    [Test]
    public void WithoutALookAtTheDisksNothingIsSaid() => Assert.That(new Story().Judge().Findings.Select(one => one.Property), Does.Not.Contain(Property));

    [Test]
    public void OfALossThatNobodyLookedIntoNothingIsSaidUnlessTheScenarioWantsIt()
    {
        var story = Lossy();
        Assert.That(story.Judge().Findings.Select(one => one.Property), Does.Not.Contain(Property));
        story.Scenario = story.Scenario with { Expect = new Expectations(Lost: Limit.AtMost(1L)) };
        story.Passes();
        story.Scenario = story.Scenario with { Expect = new Expectations(Lost: new Limit<long>(Comparison.AtLeast, 1)) };
        Assert.That(story.OnlyObjects(Property, Verdict.Inconclusive).Statement, Does.Contain("orders/1 on kafka-b-1, kafka-c-1, kafka-a-1 was not read"));
    }

    [Test]
    public void DisksThatHoldWhatWasFoundAndNotWhatWasLostAgree()
    {
        var story = new Story();
        Dump(story, (_, _) => Whole);
        story.Passes();
        Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 222)));

        story = Lossy();
        Dump(story, (_, partition) => partition == 1 ? Without : Whole);
        Assert.That(story.Find(Property).Verdict, Is.EqualTo(Verdict.Passed));
        Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 222, Lost: 1, OnNone: 1)));
    }

    [Test]
    public void ARecordThatWasReadAndStandsOnNoDiskIsInDoubt()
    {
        var story = new Story();
        Dump(story, (_, partition) => partition == 1 ? Without : Whole);
        var finding = story.OnlyObjects(Property, Verdict.Inconclusive);
        Assert.That(finding.Statement, Does.Contain("contradict each other").And.Contain("of 0 lost records 0 stand on no replica's disk").And.Contain("1 that it found are not in the log"));
        Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 222, OnNone: 1, Claimed: 1)));
        Assert.That(finding.Evidence[0], Has.Property(nameof(Evidence.Text)).EqualTo("orders/1 producer-1 #30 was read at offset 30, and no disk that was read holds it").And.Property(nameof(Evidence.Lines)).Count.EqualTo(2));
    }

    // With acks=1 an acknowledgement is the leader's alone.
    [TestCase("kafka-c-1", Verdict.Passed)]
    [TestCase("kafka-a-1", Verdict.Inconclusive)]
    public void ARecordThatWasReadMustStandInTheLogOfTheLeaderAlone(string holder, Verdict expected)
    {
        var story = new Story();
        Dump(story, (node, partition) => partition == 1 && node != holder ? Without : Whole);
        Assert.That(story.Find(Property).Verdict, Is.EqualTo(expected));
        Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 222, Claimed: expected == Verdict.Passed ? 0 : 1)));

        // Nobody knows who leads: one that holds it is enough.
        story.Remove<PartitionState>();
        Assert.That(story.Find(Property).Verdict, Is.EqualTo(Verdict.Passed));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void ALostRecordThatAllReplicasHoldWasNotRead(bool led)
    {
        var story = Lossy();
        Dump(story, (_, _) => Whole);
        if (!led)
        {
            story.Remove<PartitionState>();
        }

        Assert.That(story.Find(Property), Has.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Inconclusive).And.Property(nameof(Finding.Statement)).Contains("1 in the log where the read did not find them"));
        Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 222, Lost: 1, Unread: 1)));
    }

    [TestCase("kafka-a-1", Verdict.Passed)]
    [TestCase("kafka-c-1", Verdict.Inconclusive)]
    public void ALostRecordMayStandWithAFollowerAndNotWithTheLeader(string holder, Verdict expected)
    {
        var story = Lossy();
        Dump(story, (node, partition) => partition == 1 && node != holder ? Without : Whole);
        var finding = story.Find(Property);
        Assert.That(finding.Verdict, Is.EqualTo(expected));
        Assert.That(finding.Evidence[0].Text, Does.Contain("#30"));
        Assert.That(Figures(story), Is.EqualTo(expected == Verdict.Passed ? new Counts(Compared: 222, Lost: 1, OnSome: 1) : new Counts(Compared: 222, Lost: 1, Unread: 1)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void WhereADiskWasNotReadNothingIsSaidToBeOnNone(bool assigned)
    {
        var story = Lossy();
        if (!assigned)
        {
            story.Remove<ReplicaAssignment>();
        }

        Dump(story, (_, partition) => partition == 1 ? Without : Whole);
        story.Remove<ReplicaLog>(log => log is { Node: "kafka-c-1", Partition: 1 });
        var finding = story.Find(Property);
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(finding.Statement, Does.Contain($"0 stand on no replica's disk, 0 on some, and of 1 acknowledged record it is not known: orders/1 on {(assigned ? "kafka-c-1" : "1 of 3 replicas")} was not read"));
    }

    [Test]
    public void WhatWasReadIsLookedForWhereADiskWasReadThatMustHoldIt()
    {
        var story = new Story();
        Dump(story, (_, _) => Whole);
        story.Remove<ReplicaLog>(log => log.Partition == 2 || log is { Partition: 1, Node: "kafka-c-1" });
        story.Passes();
        Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 148, Aside: 74)));

        // The leader's disk is the one that was not read.
        story.Change<ReplicaLog>(log => log.Partition == 1, log => log with { Holds = Without });
        Assert.That(story.OnlyObjects(Property, Verdict.Inconclusive).Statement, Does.Contain("of 1 acknowledged record it is not known"));
    }

    [Test]
    public void WhatRetentionRemovedSinceTheReadIsNotMissed()
    {
        var story = new Story();
        Dump(story, (_, _) => [new(Story.Producer, 31, 73)]);
        story.Change<ReplicaLog>(_ => true, log => log with { Start = 31 });
        story.Passes();
        Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 129, Aside: 93)));

        story.Change<ReplicaLog>(_ => true, log => log with { Start = 30 });
        story.OnlyObjects(Property, Verdict.Inconclusive);
    }

    [Test]
    public void WhatWasNotAcknowledgedMayStandOnDisksOrNot()
    {
        foreach (var outcome in new[] { Outcome.Unknown, Outcome.Failed })
        {
            var story = new Story(outcome: number => number == 74 + 30 ? outcome : Outcome.Ok);
            Dump(story, (node, _) => node == "kafka-a-1" ? Whole : Without);
            story.Remove<ReplicaLog>(log => log.Partition != 1);
            story.Passes();
            Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 73, Aside: 148)));
        }
    }

    [Test]
    public void RecordsOfAnAbortedTransactionStandOnDisksAndAreNotLost()
    {
        var story = new Story().Transact();
        story.Remove<ReadRecord>(read => read.Sequence is >= 10 and < 15);
        story.Change<TransactionEnded>(end => end.Transaction == 2, end => end with { Outcome = Outcome.Failed });
        story.Add(new TransactionEnded(Story.Producer, 2, TransactionEnd.Abort, S(48.2), Outcome.Ok, null) { At = S(48.3) });
        Dump(story, (_, _) => Whole);
        story.Passes();
        Assert.That(Figures(story), Is.EqualTo(new Counts(Compared: 222 - 15)));
    }

    [Test]
    public void APartitionWhoseFinalReadProvesNothingIsNotCompared()
    {
        var story = Lossy();
        Dump(story, (_, _) => Without);
        story.Change<ReadEnded>(_ => true, end => end with { EndAfter = null });
        Assert.That(story.Judge().Findings.Select(one => one.Property), Does.Not.Contain(Property));
    }

    private static void Dump(Story story, Func<string, int, SequenceSpan[]> holds)
    {
        foreach (var node in Brokers)
        {
            for (var partition = 0; partition < 3; partition++)
            {
                var spans = holds(node, partition);
                story.Add(new ReplicaLog(node, Story.Topic, partition, spans.Sum(span => span.Last - span.First + 1), spans) { At = S(51.5), Start = 0 });
            }
        }
    }

    private static Story Lossy()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 30 });
        return story;
    }

    private static Counts Figures(Story story)
    {
        var figures = story.Find(Property).Figures.ToDictionary(one => one.Name, one => one.Value);
        return new(figures["compared"], figures["lost"], figures["on no replica"], figures["on some"], figures["in the log, unread"], figures["read, not in the log"], figures["not known"], figures["not compared"]);
    }

    private sealed record Counts(double Compared = 0, double Lost = 0, double OnNone = 0, double OnSome = 0, double Unread = 0, double Claimed = 0, double Unknown = 0, double Aside = 0);
}
