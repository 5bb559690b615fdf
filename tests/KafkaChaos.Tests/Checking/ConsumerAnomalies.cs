using KafkaChaos.Checking;
using KafkaChaos.Histories;
using static KafkaChaos.Tests.Checking.Moment;
using Outcome = KafkaChaos.Histories.Outcome;

namespace KafkaChaos.Tests.Checking;

/// <summary>Anomalies of what consumers are handed, and of transactions, for <see cref="PlantedTests"/>.</summary>
internal static class ConsumerAnomalies
{
    internal static readonly Anomaly[] All =
    [
        new("consumed-lost", Verdict.Failed, (story, random) =>
        {
            story.Consume();
            var gone = Anomaly.Some(story.Of<SendOperation>().Where(send => send.Outcome == Outcome.Unknown && !IsRead(story, send)), random);
            return Named(story.Hand(gone.Partition, gone.Sequence, gone.Producer, gone.Sequence));
        }),
        new("undelivered", Verdict.Failed, (story, random) =>
        {
            var missed = Missed(story.Consume(), random);
            story.Rebalance(missed.Partition, ConsumedStory.MomentOf(missed.Offset));
            return Named(missed);
        }),
        new("undelivered", Verdict.Inconclusive, (story, random) =>
        {
            var from = Anomaly.Some(story.Consume().Of<ConsumedRecord>(), random);
            story.Remove<ConsumedRecord>(one => one.Partition == from.Partition && one.Offset >= from.Offset);
            return Named(from);
        }),
        new("poll-skip", Verdict.Failed, (story, random) => Named(Missed(story.Consume(), random))),
        new("backward-read", Verdict.Failed, (story, random) =>
        {
            var again = Anomaly.Some(story.Consume().Of<ConsumedRecord>(), random);
            story.Add(again with { At = S(49.9) });
            return Named(again);
        }),
        new("consumed-reordered", Verdict.Failed, (story, random) =>
        {
            var one = Anomaly.Some(story.Of<SendOperation>().Where(send => send.Outcome == Outcome.Ok), random);
            var other = Anomaly.Some(story.Of<SendOperation>().Where(send => send.Partition == one.Partition && send.Producer == one.Producer && send.Outcome == Outcome.Ok && send != one), random);
            RecordTests.Swap(story, one.Partition, one.Sequence, other.Sequence);
            story.Consume();
            // Between the two there may be more that came behind than a finding names.
            return $", came behind #{Math.Max(one.Sequence, other.Sequence)} at ";
        }) { Brings = ["reordered"] },
        new("consumed-moved", Verdict.Failed, (story, random) =>
        {
            var moved = Anomaly.Some(story.Consume().Of<ConsumedRecord>(), random);
            return Named(story.Hand(moved.Partition, 1_000 + random.Next(1_000), moved.Producer, moved.Sequence));
        }),
        new("consumed-aborted", Verdict.Failed, (story, random) =>
        {
            var failed = Anomaly.Some(story.Consume().Of<SendOperation>().Where(send => send.Outcome == Outcome.Failed), random);
            return Named(story.Hand(failed.Partition, failed.Sequence, failed.Producer, failed.Sequence));
        }),
        new("consumed-phantom", Verdict.Failed, (story, random) =>
        {
            var partition = story.Consume().Of<ConsumedRecord>().First().Partition;
            var phantom = random.Next(2) == 0 ? story.Hand(partition, 1_000, null, null) : story.Hand(partition, 1_000 + random.Next(1_000), "stranger", random.Next(50));
            return $"{phantom.Topic}/{phantom.Partition} offset {phantom.Offset}, ";
        }),
        new("consumer", Verdict.Failed, (story, random) =>
        {
            story.Consume().Add(new ConsumerFailed(ConsumedStory.Reader, "fenced") { At = S(random.Next(11, 50)) });
        }),
        new("transaction-atomicity", Verdict.Failed, (story, random) =>
        {
            var aborted = Anomaly.Some(story.Consume().Transact().Of<TransactionEnded>().Where(end => story.Of<SendOperation>().Any(send => Is(send, end) && IsRead(story, send))), random);
            story.Change<TransactionEnded>(end => end == aborted, end => end with { Outcome = Outcome.Failed });
            return $"transaction {aborted.Transaction} of {aborted.Producer} was aborted, and ";
        }),
        new("transaction-atomicity", Verdict.Failed, (story, random) =>
        {
            var torn = Torn(story, random);
            story.Change<TransactionEnded>(end => end.Producer == torn.Producer && end.Transaction == torn.Transaction, end => end with { Outcome = Outcome.Unknown });
            return $"transaction {torn.Transaction} of {torn.Producer}, of unknown end: ";
        }),
        new("transaction-atomicity", Verdict.Failed, (story, random) =>
        {
            var torn = Torn(story, random);
            return $"transaction {torn.Transaction} of {torn.Producer}, committed: ";
        }) { Brings = ["lost"] },
    ];

    /// <summary>A record that is not handed over, between others of its partition.</summary>
    private static ConsumedRecord Missed(Story story, Random random)
    {
        var missed = Anomaly.Some(story.Of<ConsumedRecord>().GroupBy(one => one.Partition).SelectMany(log => log.OrderBy(one => one.Offset).Skip(1).SkipLast(1)), random);
        story.Remove<ConsumedRecord>(one => one == missed);
        return missed;
    }

    /// <summary>Takes one acknowledged record out of a transaction that has more.</summary>
    private static SendOperation Torn(Story story, Random random)
    {
        story.Transact();
        var torn = Anomaly.Some(story.Of<SendOperation>().Where(send => send.Outcome == Outcome.Ok).GroupBy(send => (send.Producer, send.Transaction)).Where(all => all.Count() > 1).SelectMany(all => all), random);
        story.Remove<ReadRecord>(read => read.Partition == torn.Partition && read.Sequence == torn.Sequence);
        return torn;
    }

    private static bool Is(SendOperation send, TransactionEnded end) => send.Producer == end.Producer && send.Transaction == end.Transaction;

    private static bool IsRead(Story story, SendOperation send) => story.Of<ReadRecord>().Any(read => read.Partition == send.Partition && read.Sequence == send.Sequence);

    private static string Named(ConsumedRecord handed) => $"{handed.Topic}/{handed.Partition} offset {handed.Offset}, {handed.Producer} #{handed.Sequence}, ";
}
