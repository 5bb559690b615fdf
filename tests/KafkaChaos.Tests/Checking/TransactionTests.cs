using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Transactions: what their ends make of their records, and whether they are whole.</summary>
public sealed class TransactionTests
{
    [Test]
    public void CommittedTransactionsThatAreWholePass()
    {
        var story = new Story().Transact().Consume();
        story.Passes();
        Assert.That(story.Find("transaction-atomicity").Figures, Has.One.EqualTo(new Figure("committed", 15, "transactions")));
    }

    [Test]
    public void AnAbortedTransactionThatNobodySeesPasses()
    {
        var story = Without(2).Consume();
        Ends(story, 2, TransactionEnd.Commit, Outcome.Failed);
        story.Add(new TransactionEnded(Story.Producer, 2, TransactionEnd.Abort, S(48.2), Outcome.Ok, null) { At = S(48.3) });
        story.Passes();
        Assert.That(story.Find("lost").Figures, Has.One.EqualTo(new Figure("acknowledged", (3 * 74) - 15, "records")));
        Assert.That(story.Find("unknown").Figures, Has.One.EqualTo(new Figure("failed", 15, "records")));
    }

    [Test]
    public void WhatWasNeverAskedToCommitIsAbortedWhateverTheAbortComesTo()
    {
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            var story = Without(2);
            Ends(story, 2, TransactionEnd.Abort, outcome);
            story.Passes();
            story.Add(new ReadRecord(Story.Topic, 1, 11, Story.Producer, 11) { At = S(50.2) });
            Assert.That(story.OnlyObjects("transaction-atomicity").Evidence[0].Text, Does.Contain("transaction 2 of producer-1 was aborted, and orders/1 producer-1 #11 was read"));
        }
    }

    [Test]
    public void ARecordOfAnAbortedTransactionMayBeHandedToWhoReadsUncommittedOnesOnly()
    {
        foreach (var committed in new[] { false, true })
        {
            var story = Without(2).Consume(committed);
            Ends(story, 2, TransactionEnd.Commit, Outcome.Failed);
            story.Hand(1, 11, Story.Producer, 11);
            if (committed)
            {
                story.OnlyObjects("transaction-atomicity");
            }
            else
            {
                story.Passes();
            }
        }
    }

    [TestCase(Outcome.Ok)]
    [TestCase(Outcome.Unknown)]
    public void ARecordThatFailedInATransactionThatWasNotAbortedMustNotBeReadEither(Outcome commit)
    {
        var story = new Story(outcome: number => number == 11 ? Outcome.Failed : Outcome.Ok).Transact();
        Ends(story, 2, TransactionEnd.Commit, commit);
        story.Passes();
        story.Add(new ReadRecord(Story.Topic, 0, 11, Story.Producer, 11) { At = S(50.2) });
        Assert.That(story.OnlyObjects("transaction-atomicity").Evidence[0].Text, Does.Contain("transaction 2 of producer-1 was not aborted, and orders/0 producer-1 #11 failed in it and was read"));
    }

    [Test]
    public void ATransactionOfUnknownEndIsThereAsAWholeOrNotAtAll()
    {
        var whole = new Story().Transact();
        Ends(whole, 2, TransactionEnd.Commit, Outcome.Unknown);
        whole.Passes();

        var none = Without(2);
        Ends(none, 2, TransactionEnd.Commit, Outcome.Unknown);
        none.Passes();
        Assert.That(none.Find("unknown").Figures, Has.One.EqualTo(new Figure("unknown", 15, "records")));

        none.Add(new ReadRecord(Story.Topic, 1, 11, Story.Producer, 11) { At = S(50.2) });
        Assert.That(none.OnlyObjects("transaction-atomicity").Evidence[0].Text, Does.Contain("of unknown end: 1 of its 15 records were read"));
    }

    [Test]
    public void ACommitOfUnknownEndThatWasThenAbortedIsNotCommitted()
    {
        foreach (var done in new[] { true, false })
        {
            var story = Without(2);
            Ends(story, 2, TransactionEnd.Commit, Outcome.Unknown);
            story.Add(new TransactionEnded(Story.Producer, 2, TransactionEnd.Abort, S(48.2), done ? Outcome.Ok : Outcome.Unknown, null) { At = S(48.3) });
            story.Passes();
            Assert.That(story.Find("unknown").Figures, Has.One.EqualTo(new Figure(done ? "failed" : "unknown", 15, "records")));
        }
    }

    [Test]
    public void ATransactionWithoutAnEndMayHaveBeenCommitted()
    {
        var story = Without(2);
        story.Remove<TransactionEnded>(end => end.Transaction == 2);
        story.Passes();
    }

    [Test]
    public void ACommitThatWasAnsweredLaterCounts()
    {
        var story = new Story().Transact();
        story.Add(new TransactionEnded(Story.Producer, 2, TransactionEnd.Commit, S(47), Outcome.Unknown, "Local_TimedOut") { At = S(47.5) });
        story.Passes();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: >= 10 and < 15 });
        Assert.That(story.Find("lost").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void OneThatIsGoneAsAWholeIsLostAndNotTorn()
    {
        var story = Without(2);
        Assert.That(story.OnlyObjects("lost").Statement, Does.StartWith("15 of 222"));
        story.Add(new ReadRecord(Story.Topic, 1, 11, Story.Producer, 11) { At = S(50.2) });
        Assert.That(story.Judge().Findings.Where(finding => finding.Verdict == Verdict.Failed).Select(finding => finding.Property), Is.EqualTo((string[])["lost", "transaction-atomicity"]));
    }

    [Test]
    public void OneThatWasCommittedAndAbortedContradictsItself()
    {
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            var story = new Story().Transact();
            story.Add(new TransactionEnded(Story.Producer, 2, TransactionEnd.Abort, S(48.2), outcome, null) { At = S(48.3) });
            if (outcome == Outcome.Ok)
            {
                Assert.That(story.Judge().Verdict, Is.EqualTo(Verdict.Inconclusive));
                Assert.That(story.Find("atomicity").Statement, Does.EndWith("transaction 2 of producer-1 was committed and aborted, expected one of them"));
            }
            else
            {
                story.Passes();
            }
        }
    }

    [Test]
    public void AReadThatProvesNothingTearsNoTransaction()
    {
        var story = new Story().Transact();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 73 });
        story.Change<ReadEnded>(end => end.Partition == 1, end => end with { Position = 73 });
        story.IsInconclusiveBy("transaction-atomicity");
    }

    [Test]
    public void AProducerThatNeverCommittedIsInconclusive()
    {
        var none = new Story().Transact();
        none.Remove<ReadRecord>();
        none.Change<ReadEnded>(_ => true, end => end with { EndOffset = 0, Position = 0, EndAfter = 0 });
        none.Change<TransactionEnded>(_ => true, end => end with { End = TransactionEnd.Abort });
        none.IsInconclusiveBy("transaction-atomicity");

        var one = new Story().Transact();
        one.Scenario = one.Scenario with { Load = new Load([one.Scenario.Load!.Producers[0] with { Name = Story.Producer, TransactionRecords = 5 }, new ProducerLoad(1, Acks.All, true, 100) { Name = "bank", TransactionRecords = 5 }], []) };
        one.Change<SendOperation>(send => send.Partition == 2, send => send with { Producer = "bank.2" });
        one.Change<ReadRecord>(read => read.Partition == 2, read => read with { Producer = "bank.2" });
        Assert.That(one.IsInconclusiveBy("transaction-atomicity").Statement, Does.EndWith("; bank committed none"));
        foreach (var end in one.Of<TransactionEnded>().ToList())
        {
            one.Add(end with { Producer = "bank.2" });
        }

        one.Passes();
    }

    /// <summary>A transaction of which nothing is read.</summary>
    private static Story Without(long transaction)
    {
        var story = new Story().Transact();
        story.Remove<ReadRecord>(read => read.Sequence / 5 == transaction);
        return story;
    }

    private static void Ends(Story story, long transaction, TransactionEnd end, Outcome outcome) =>
        story.Change<TransactionEnded>(one => one.Transaction == transaction, one => one with { End = end, Outcome = outcome });
}
