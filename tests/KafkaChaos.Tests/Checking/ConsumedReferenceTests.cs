using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>The checkers of consumers and transactions against a reference that is slow, simple and written from the definitions alone (docs/checkers.md).</summary>
public sealed class ConsumedReferenceTests
{
    private const int Cases = 10_000;

    private static readonly string[] Producers = ["p", "q"];
    private static readonly string[] Consumers = ["one.1", "one.2", "two.1"];

    private static readonly IChecker[] Checkers =
    [
        new Atomicity(), new ConsumedLost(), new Undelivered(), new PollSkip(), new BackwardRead(), new ConsumedReordered(), new ConsumedMoved(), new ConsumedAborted(), new ConsumedPhantom(),
    ];

    private static readonly Scenario Scenario = new Story(1).Scenario with
    {
        Load = new Load([new ProducerLoad(1, Acks.All, true, 100) { TransactionRecords = 2 }], [new ConsumerLoad("one", [], "one", 2, true), new ConsumerLoad("two", [], null, 1, false)]),
    };

    /// <summary>One seed that never changes, and one that is new each time; a failure prints it.</summary>
    [TestCase(20261129)]
    [TestCase(null)]
    public void TheCheckersAgreeWithBruteForceOnSmallRandomHistories(int? given)
    {
        var seed = given ?? Environment.TickCount;
        var random = new Random(seed);
        var seen = new HashSet<(string, bool)>();
        for (var number = 0; number < Cases; number++)
        {
            var events = RandomEvents(random);
            var expected = Reference(events);
            var trial = new Trial(Scenario, new History(events), new Expectations(true, S(1), S(1), S(1), S(0), Limit.AtMost(0L), Limit.AtMost(0L), Limit.AtMost(0L), S(1)));
            var judged = Checkers.SelectMany(checker => checker.Check(trial)).ToDictionary(finding => finding.Property, finding => (Count(finding), finding.Verdict));
            if (expected.Any(one => judged[one.Key] != one.Value))
            {
                Assert.That(judged, Is.EqualTo(expected), $"seed {seed}, case {number}\n{string.Join("\n", events)}");
            }

            seen.UnionWith(expected.Select(one => (one.Key, one.Value.Count > 0)));
        }

        Assert.That(seen, Has.Count.EqualTo(2 * Checkers.Length), "every anomaly occurs in some history and is absent from another");
    }

    private static Dictionary<string, (long Count, Verdict Verdict)> Reference(List<HistoryEvent> events)
    {
        var sends = events.OfType<SendOperation>().ToList();
        var reads = events.OfType<ReadRecord>().ToList();
        var handed = events.OfType<ConsumedRecord>().ToList();
        var end = events.OfType<ReadEnded>().Single();
        var proven = end.Position == end.EndOffset;
        var all = new Dictionary<string, (long Count, Verdict Verdict)>();
        var shows = handed.Count > 0;

        Add("consumed-phantom", handed.Where(one => SentBy(one) is null).DistinctBy(one => one.Offset).Count(), shows);
        Add("consumed-aborted", handed.Where(one => SentBy(one) is { Transaction: null, Outcome: Outcome.Failed }).DistinctBy(one => one.Offset).Count(), shows);
        Add("consumed-moved", handed.Where(one => IsAlive(one) && Places(one).Count == 1 && Places(one)[0] != one.Offset).DistinctBy(one => (one.Offset, one.Producer, one.Sequence)).Count(), shows && proven);
        Add("consumed-lost", !proven ? 0 : handed.Where(one => IsAlive(one) && Places(one).Count == 0 && (ReadsCommitted(one) || SentBy(one)!.Transaction is null)).DistinctBy(one => (one.Producer, one.Sequence)).Count(), shows && proven);
        Add("backward-read", handed.Count(one => Turn(one).TakeWhile(other => other != one).LastOrDefault() is { } before && one.Offset <= before.Offset), shows);
        Add("consumed-reordered", handed.Count(one => IsInPlace(one) && Turn(one).TakeWhile(other => other != one).Where(other => other.Producer == one.Producer && IsInPlace(other)).ToList() is { Count: > 0 } earlier
            && earlier.MaxBy(other => other.Sequence)! is var highest && highest.Sequence > one.Sequence && highest.Offset < one.Offset), shows);

        var skips = new HashSet<(ConsumedRecord First, long Offset)>();
        foreach (var turn in handed.Select(Turn).DistinctBy(turn => turn[0]))
        {
            skips.UnionWith(reads.Select(read => read.Offset).Distinct()
                .Where(offset => offset > turn[0].Offset && turn.TrueForAll(one => !IsHanded(one, offset)) && turn.Find(one => one.Offset >= offset)?.Offset > offset)
                .Where(offset => turn.TakeWhile(one => one.Offset < offset).Any())
                .Select(offset => (turn[0], offset)));
        }

        Add("poll-skip", skips.Count, shows && proven);

        long missing = 0, unreached = 0;
        foreach (var reader in new[] { "one", "two" })
        {
            var its = handed.Where(one => one.Consumer.StartsWith(reader, StringComparison.Ordinal)).ToList();
            var skipped = skips.Where(skip => its.Contains(skip.First)).Select(skip => skip.Offset).ToHashSet();
            var given = events.OfType<AssignmentChanged>().Where(one => one.Change == AssignmentChange.Assigned && one.Consumer.StartsWith(reader, StringComparison.Ordinal)).Select(one => (TimeSpan?)one.At).Min();
            bool IsDue(long offset) => FromStart(reader) || (its.Count > 0 ? offset >= its.Min(one => one.Offset) : SentTo(offset)?.At > given);
            foreach (var offset in reads.Select(read => read.Offset).Distinct().Where(offset => (IsDue(offset) || !HasEver(reader)) && its.TrueForAll(one => !IsHanded(one, offset)) && !skipped.Contains(offset)))
            {
                _ = its.Exists(one => one.Offset >= offset) ? missing++ : unreached++;
            }
        }

        var had = shows || events.Exists(one => one is AssignmentChanged { Change: AssignmentChange.Assigned });
        Add("undelivered", missing, proven && had && unreached == 0);

        var torn = sends.Where(send => send.Transaction is not null).GroupBy(send => (send.Producer, send.Transaction)).Count(records =>
            FateOf(records.First()) != "aborted" && records.Any(send => PlacesOf(send).Count > 0) && proven && records.Any(send => send.Outcome == Outcome.Ok && PlacesOf(send).Count == 0));
        var aborted = sends.Where(send => send.Transaction is not null && (FateOf(send) == "aborted" || send.Outcome == Outcome.Failed) && PlacesOf(send).Count > 0).DistinctBy(send => (send.Producer, send.Transaction)).Count()
            + handed.Count(one => ReadsCommitted(one) && SentBy(one) is { Transaction: not null } send && (FateOf(send) == "aborted" || send.Outcome == Outcome.Failed));
        var sure = proven && sends.Exists(send => send.Transaction is not null && FateOf(send) == "committed");
        all["transaction-atomicity"] = (torn + aborted, aborted > 0 || torn > 0 ? Verdict.Failed : sure ? Verdict.Passed : Verdict.Inconclusive);
        return all;

        void Add(string property, long count, bool sure) => all[property] = (count, count > 0 ? Verdict.Failed : sure ? Verdict.Passed : Verdict.Inconclusive);

        SendOperation? SentBy(ConsumedRecord one) => sends.Find(send => send.Producer == one.Producer && send.Sequence == one.Sequence);

        bool FromStart(string reader) => events.OfType<ClientStarted>().Any(one => one.Client.StartsWith(reader, StringComparison.Ordinal) && one.Settings["auto.offset.reset"] == "earliest");

        bool HasEver(string reader) => handed.Exists(one => one.Consumer.StartsWith(reader, StringComparison.Ordinal))
            || events.OfType<AssignmentChanged>().Any(one => one.Change == AssignmentChange.Assigned && one.Consumer.StartsWith(reader, StringComparison.Ordinal));

        // The last that was read at an offset.
        SendOperation? SentTo(long offset) => reads.FindLast(read => read.Offset == offset) is { } found ? sends.Find(send => send.Producer == found.Producer && send.Sequence == found.Sequence) : null;

        // What the consumer was handed is what stands there.
        bool IsHanded(ConsumedRecord one, long offset) => one.Offset == offset && reads.Exists(read => read.Offset == offset && read.Producer == one.Producer && read.Sequence == one.Sequence);

        List<long> Places(ConsumedRecord one) => [.. reads.Where(read => read.Producer == one.Producer && read.Sequence == one.Sequence).Select(read => read.Offset).Distinct()];

        List<long> PlacesOf(SendOperation send) => [.. reads.Where(read => read.Producer == send.Producer && read.Sequence == send.Sequence).Select(read => read.Offset).Distinct()];

        // It did not certainly fail, by itself or with its transaction.
        bool IsAlive(ConsumedRecord one) => SentBy(one) is { Outcome: not Outcome.Failed } send && (send.Transaction is null || FateOf(send) != "aborted");

        bool IsInPlace(ConsumedRecord one) => SentBy(one) is not null && (Places(one) is not [var place, ..] || (Places(one).Count == 1 && place == one.Offset));

        string FateOf(SendOperation send)
        {
            var ends = events.OfType<TransactionEnded>().Where(one => one.Producer == send.Producer && one.Transaction == send.Transaction).ToList();
            return ends.Exists(one => one is { End: TransactionEnd.Commit, Outcome: Outcome.Ok }) ? "committed"
                : ends.Exists(one => one is { End: TransactionEnd.Abort, Outcome: Outcome.Ok }) ? "aborted"
                : ends.Count == 0 || ends.Exists(one => one is { End: TransactionEnd.Commit, Outcome: Outcome.Unknown }) ? "unknown"
                : "aborted";
        }

        bool ReadsCommitted(ConsumedRecord one) => one.Consumer != "two.1";

        // All that its consumer was handed between the same changes of its assignment.
        List<ConsumedRecord> Turn(ConsumedRecord one)
        {
            var its = events.Where(it => it is ConsumedRecord record ? record.Consumer == one.Consumer : it is AssignmentChanged changed && changed.Consumer == one.Consumer).ToList();
            var place = its.FindIndex(it => ReferenceEquals(it, one));
            var from = its.FindLastIndex(place, it => it is AssignmentChanged);
            var to = its.FindIndex(place, it => it is AssignmentChanged);
            return [.. its.Skip(from + 1).Take((to < 0 ? its.Count : to) - from - 1).Cast<ConsumedRecord>()];
        }
    }

    private static long Count(Finding finding) => (long)(finding.Property == "transaction-atomicity"
        ? finding.Figures.Single(one => one.Name == "in part").Value + finding.Figures.Single(one => one.Name == "aborted and seen").Value
        : finding.Figures[0].Value);

    private static List<HistoryEvent> RandomEvents(Random random)
    {
        var events = new List<HistoryEvent>();
        var reset = random.Next(3) == 0 ? "latest" : "earliest";
        foreach (var consumer in Consumers)
        {
            var settings = new Dictionary<string, string> { ["isolation.level"] = consumer == "two.1" ? "read_uncommitted" : "read_committed", ["auto.offset.reset"] = consumer == "two.1" ? reset : "earliest" };
            events.Add(new ClientStarted(consumer, ClientKind.Consumer, settings) { At = S(1), Group = consumer == "two.1" ? null : "one" });
            if (random.Next(4) > 0)
            {
                events.Add(new AssignmentChanged(consumer, AssignmentChange.Assigned, [new(Story.Topic, 0)]) { At = S(1 + (0.5 * random.Next(4))) });
            }
        }

        var sequences = new long[Producers.Length];
        for (var count = random.Next(1, 8); count > 0; count--)
        {
            var who = random.Next(Producers.Length);
            var sequence = sequences[who]++;
            events.Add(new SendOperation(Producers[who], Story.Topic, 0, sequence, S(2), S(2), random.Next(6) switch { 0 => Outcome.Unknown, 1 => Outcome.Failed, _ => Outcome.Ok }, null, null)
            {
                At = S(2),
                Transaction = who == 0 ? sequence / 2 : null,
            });
        }

        for (var number = 0; number <= sequences[0] / 2; number++)
        {
            for (var ends = random.Next(6) switch { 0 => 0, 1 => 2, _ => 1 }; ends > 0; ends--)
            {
                events.Add(new TransactionEnded(Producers[0], number, random.Next(5) == 0 ? TransactionEnd.Abort : TransactionEnd.Commit, S(2), random.Next(6) switch { 0 => Outcome.Unknown, 1 => Outcome.Failed, _ => Outcome.Ok }, null) { At = S(2) });
            }
        }

        // What is committed and aborted contradicts itself, and nothing is said of the rest.
        events.RemoveAll(one => one is TransactionEnded { End: TransactionEnd.Abort, Outcome: Outcome.Ok } abort
            && events.Exists(other => other is TransactionEnded { End: TransactionEnd.Commit, Outcome: Outcome.Ok } commit && commit.Transaction == abort.Transaction));

        var sends = events.OfType<SendOperation>().ToList();
        var places = sends.Select((_, place) => place + (random.Next(8) == 0 ? random.Next(3) : 0L)).ToList();
        foreach (var consumer in Consumers.OrderBy(_ => random.Next()).Take(random.Next(4)))
        {
            var order = Enumerable.Range(0, sends.Count).Where(_ => random.Next(8) > 0).ToList();
            if (order.Count > 1 && random.Next(3) == 0)
            {
                var from = random.Next(order.Count);
                order.Insert(random.Next(order.Count), order[from]);
            }

            foreach (var place in order)
            {
                if (random.Next(8) == 0)
                {
                    events.Add(new AssignmentChanged(consumer, (AssignmentChange)random.Next(3), [new(Story.Topic, 0)]) { At = S(3) });
                }

                var (producer, sequence) = random.Next(30) switch { 0 => ((string?)null, (long?)null), 1 => ("r", 0), _ => (sends[place].Producer, sends[place].Sequence) };
                events.Add(new ConsumedRecord(consumer, Story.Topic, 0, random.Next(12) == 0 ? random.Next(9) : places[place], producer, sequence) { At = S(3 + (0.001 * events.Count)) });
            }
        }

        events.Add(new PhaseBegan(Phase.FinalRead) { At = S(50) });
        foreach (var place in Enumerable.Range(0, sends.Count).Where(_ => random.Next(6) > 0))
        {
            for (var copies = random.Next(10) == 0 ? 2 : 1; copies > 0; copies--)
            {
                events.Add(new ReadRecord(Story.Topic, 0, random.Next(12) == 0 ? random.Next(9) : places[place], sends[place].Producer, sends[place].Sequence) { At = S(51) });
            }
        }

        events.Add(new ReadEnded(Story.Topic, 0, S(50.5), 0, 20, random.Next(8) == 0 ? 19 : 20) { At = S(51), EndAfter = 20 });
        return events;
    }
}
