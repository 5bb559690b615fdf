using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>The checkers of records against a reference that is slow, simple and written from the definitions alone.</summary>
public sealed class ReferenceTests
{
    private const int Cases = 2_000;

    private static readonly string[] Producers = ["p", "q"];

    /// <summary>One seed that never changes, and one that is new each time; a failure prints it.</summary>
    [TestCase(20261122)]
    [TestCase(null)]
    public void TheCheckersAgreeWithBruteForceOnSmallRandomHistories(int? given)
    {
        var seed = given ?? Environment.TickCount;
        var random = new Random(seed);
        var seen = new Dictionary<string, int>();
        for (var number = 0; number < Cases; number++)
        {
            var (sends, reads) = RandomLog(random);
            var expected = Reference(sends, reads);
            var counted = Counted(sends, reads);
            Assert.That(counted, Is.EqualTo(expected), () => $"seed {seed}, case {number}\n{string.Join("\n", sends)}\n{string.Join("\n", reads)}");
            foreach (var (name, count) in expected.Where(one => one.Value > 0))
            {
                seen[name] = seen.GetValueOrDefault(name) + 1;
            }
        }

        Assert.That(seen, Has.Count.EqualTo(7), "every anomaly occurs in some history");
    }

    private static Dictionary<string, long> Reference(List<SendOperation> sends, List<ReadRecord> reads)
    {
        // A value's places; a record of nobody's has none.
        var places = sends.ToDictionary(
            send => send,
            send => reads.Where(read => read.Partition == send.Partition && read.Producer == send.Producer && read.Sequence == send.Sequence).Select(read => read.Offset).Distinct().ToList());
        var strangers = reads.Where(read => !sends.Exists(send => send.Partition == read.Partition && send.Producer == read.Producer && send.Sequence == read.Sequence));
        var held = reads.Select(read => (read.Partition, read.Offset, Value: sends.Exists(send => send.Partition == read.Partition && send.Producer == read.Producer && send.Sequence == read.Sequence) ? $"{read.Producer}{read.Sequence}" : "nobody's"))
            // What is lost holds no offset any more.
            .Concat(sends.Where(send => send.Offset is not null && !(send.Outcome == Outcome.Ok && places[send].Count == 0)).Select(send => (send.Partition, send.Offset!.Value, $"{send.Producer}{send.Sequence}")));
        return new Dictionary<string, long>
        {
            ["lost"] = sends.Count(send => send.Outcome == Outcome.Ok && places[send].Count == 0),
            ["moved"] = sends.Count(send => send.Offset is { } offset && places[send].Count > 0 && !places[send].Contains(offset)),
            ["duplicated"] = sends.Count(send => places[send].Count > 1),
            ["reordered"] = sends.Count(later => places[later].Count > 0 && sends.Exists(earlier =>
                earlier.Partition == later.Partition && earlier.Producer == later.Producer && earlier.Sequence < later.Sequence
                && places[earlier].Count > 0 && places[earlier].Min() > places[later].Min())),
            ["inconsistent-offsets"] = held.GroupBy(one => (one.Partition, one.Item2)).Count(offset => offset.Select(one => one.Item3).Distinct().Count() > 1),
            ["aborted-read"] = sends.Count(send => send.Outcome == Outcome.Failed && places[send].Count > 0),
            ["phantom"] = strangers.DistinctBy(read => (read.Partition, read.Offset)).Count(),
        };
    }

    private static Dictionary<string, long> Counted(List<SendOperation> sends, List<ReadRecord> reads)
    {
        var scenario = new Story(2).Scenario;
        List<HistoryEvent> events = [new PhaseBegan(Phase.FinalRead) { At = S(50) }, .. sends, .. reads];
        events.AddRange(Enumerable.Range(0, 2).Select(partition => new ReadEnded(Story.Topic, partition, S(50), 0, 100, 100) { At = S(51), EndAfter = 100 }));
        var trial = new Trial(scenario, new History(events), new Expectations(true, S(1), S(1), S(1), S(0), Limit.AtMost(0L), Limit.AtMost(0L), Limit.AtMost(0L), S(1)));
        IChecker[] checkers = [new Lost(), new Moved(), new Duplicated(), new Reordered(), new Inconsistent(), new AbortedRead(), new Phantom()];
        return Judge.Of(trial, checkers).Findings.ToDictionary(
            finding => finding.Property,
            finding => finding.Property == "lost" && sends.TrueForAll(send => send.Outcome != Outcome.Ok)
                ? 0
                : (long)finding.Figures.Single(figure => figure.Name == finding.Property).Value);
    }

    private static (List<SendOperation> Sends, List<ReadRecord> Reads) RandomLog(Random random)
    {
        var sends = new List<SendOperation>();
        var reads = new List<ReadRecord>();
        foreach (var partition in Enumerable.Range(0, 2))
        {
            var offset = 0L;
            var sequences = new long[Producers.Length];
            for (var count = random.Next(8); count > 0; count--)
            {
                var who = random.Next(Producers.Length);
                var outcome = random.Next(4) switch { 0 => Outcome.Unknown, 1 => Outcome.Failed, _ => Outcome.Ok };
                var at = random.Next(10) == 0 ? random.Next(8) : offset++;
                sends.Add(new SendOperation(Producers[who], Story.Topic, partition, sequences[who]++, S(1), S(1), outcome, outcome == Outcome.Ok && random.Next(8) > 0 ? at : null, null) { At = S(2) });
                for (var copies = random.Next(6) switch { 0 => 0, 1 => 2, _ => 1 }; copies > 0; copies--)
                {
                    reads.Add(new ReadRecord(Story.Topic, partition, random.Next(4) == 0 ? random.Next(10) : at, Producers[who], sequences[who] - 1) { At = S(50.5) });
                }
            }

            if (random.Next(3) == 0)
            {
                reads.Add(new ReadRecord(Story.Topic, partition, random.Next(12), random.Next(2) == 0 ? null : "r", 0) { At = S(50.5) });
            }
        }

        return (sends, [.. reads.OrderBy(_ => random.Next())]);
    }
}
