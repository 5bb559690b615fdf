using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>The checkers of records against a reference that is slow, simple and written from the definitions alone (docs/checkers.md).</summary>
public sealed class ReferenceTests
{
    private const int Cases = 10_000;
    private const int Properties = 8;

    private static readonly string[] Producers = ["p", "q"];

    private static readonly Scenario Scenario = new Story(2).Scenario;

    /// <summary>One seed that never changes, and one that is new each time; a failure prints it.</summary>
    [TestCase(20261122)]
    [TestCase(null)]
    public void TheCheckersAgreeWithBruteForceOnSmallRandomHistories(int? given)
    {
        var seed = given ?? Environment.TickCount;
        var random = new Random(seed);
        var seen = new HashSet<(string, Verdict)>();
        for (var number = 0; number < Cases; number++)
        {
            var log = RandomLog(random);
            var expected = Reference(log);
            var judged = Judged(log);
            if (expected.Count != judged.Count || expected.Any(one => judged[one.Key] != one.Value))
            {
                Assert.That(judged, Is.EqualTo(expected), $"seed {seed}, case {number}\n{string.Join("\n", log.Sends)}\n{string.Join("\n", log.Reads)}\n{string.Join("\n", log.Ends)}");
            }

            seen.UnionWith(expected.Where(one => one.Value.Count > 0 || one.Value.Verdict == Verdict.Passed).Select(one => (one.Key, one.Value.Verdict)));
        }

        Assert.That(seen, Has.Count.EqualTo((2 * Properties) + 1), "every anomaly occurs in some history and is absent from another, and records are lost at the tail");
    }

    /// <summary>By property: how many there are, and what that comes to.</summary>
    private static Dictionary<string, (long Count, Verdict Verdict)> Reference(Log log)
    {
        var (sends, reads) = (log.Sends, log.Reads);

        // A value's places; a value of nobody's has none.
        var places = sends.ToDictionary(send => send, send => reads.Where(read => IsOf(read, send)).Select(read => read.Offset).Distinct().ToList());
        var missing = sends.Where(send => send.Outcome == Outcome.Ok && places[send].Count == 0).ToList();
        var doubted = Enumerable.Range(0, 2).Where(partition => !log.Ends.Exists(end =>
            end.Partition == partition && end.StartOffset == 0 && end.Position == end.EndOffset && end.EndAfter == end.EndOffset)).ToList();
        var lost = missing.Where(send => !doubted.Contains(send.Partition)).ToList();
        var strangers = reads.Where(read => !sends.Exists(send => IsOf(read, send))).ToList();

        // What is lost holds no offset any more.
        var held = reads.Select(read => (read.Partition, read.Offset, Value: strangers.Contains(read) ? "nobody's" : $"{read.Producer}{read.Sequence}"))
            .Concat(sends.Where(send => send.Offset is not null && !missing.Contains(send)).Select(send => (send.Partition, send.Offset!.Value, $"{send.Producer}{send.Sequence}")));
        var all = new Dictionary<string, (long Count, Verdict Verdict)>
        {
            ["lost"] = (lost.Count, sends.TrueForAll(send => send.Outcome != Outcome.Ok) ? Verdict.Inconclusive : VerdictOf(lost.Count, doubted.Count > 0)),
            ["lost at the tail"] = (lost.Count(send => send.Offset >= log.Ends.Find(end => end.Partition == send.Partition)!.EndOffset), Verdict.Failed),
            ["unseen"] = (missing.Count - lost.Count, doubted.Count > 0 ? Verdict.Inconclusive : Verdict.Passed),
        };
        Add("moved", sends.Count(send => send.Offset is { } offset && places[send].Count > 0 && !places[send].Contains(offset)));
        Add("duplicated", sends.Count(send => places[send].Count > 1));
        Add("reordered", sends.Count(later => places[later].Count > 0 && sends.Exists(earlier =>
            earlier.Partition == later.Partition && earlier.Producer == later.Producer && earlier.Sequence < later.Sequence
            && places[earlier].Count > 0 && places[earlier].Min() > places[later].Min())));
        Add("inconsistent-offsets", held.GroupBy(one => (one.Partition, one.Item2)).Count(offset => offset.Select(one => one.Item3).Distinct().Count() > 1));
        Add("aborted-read", sends.Count(send => send.Outcome == Outcome.Failed && places[send].Count > 0));
        Add("phantom", strangers.DistinctBy(read => (read.Partition, read.Offset)).Count());
        return all;

        void Add(string property, int count) => all[property] = (count, VerdictOf(count, doubted.Count > 0 || reads.Count == 0));
    }

    private static Verdict VerdictOf(int count, bool inDoubt) => count > 0 ? Verdict.Failed : inDoubt ? Verdict.Inconclusive : Verdict.Passed;

    private static bool IsOf(ReadRecord read, SendOperation send) => read.Partition == send.Partition && read.Producer == send.Producer && read.Sequence == send.Sequence;

    private static Dictionary<string, (long Count, Verdict Verdict)> Judged(Log log)
    {
        List<HistoryEvent> events = [new PhaseBegan(Phase.FinalRead) { At = S(50) }, .. log.Sends, .. log.Reads, .. log.Ends];
        var trial = new Trial(Scenario, new History(events), new Expectations(true, S(1), S(1), S(1), S(0), Limit.AtMost(0L), Limit.AtMost(0L), Limit.AtMost(0L), S(1)));
        IChecker[] checkers = [new Lost(), new Unseen(), new Moved(), new Duplicated(), new Reordered(), new Inconsistent(), new AbortedRead(), new Phantom()];
        var findings = Judge.Of(trial, checkers).Findings;
        var judged = findings.ToDictionary(finding => finding.Property, finding => (Count(finding, finding.Property), finding.Verdict));
        judged["lost at the tail"] = (Count(findings[0], "cut off at the tail"), Verdict.Failed);
        foreach (var finding in findings.Where(finding => finding.Property != "unseen" && Count(finding, finding.Property) != finding.Evidence.Count))
        {
            throw new InvalidOperationException($"{finding.Property} has {finding.Evidence.Count} examples: {finding.Statement}");
        }

        return judged;
    }

    // Without an acknowledged record, the figure of the lost ones is left out.
    private static long Count(Finding finding, string figure) => (long)(finding.Figures.SingleOrDefault(one => one.Name == figure)?.Value ?? 0);

    private static Log RandomLog(Random random)
    {
        var log = new Log([], [], []);
        foreach (var partition in Enumerable.Range(0, 2))
        {
            var offset = 0L;
            var sequences = new long[Producers.Length];
            for (var count = random.Next(8); count > 0; count--)
            {
                var who = random.Next(Producers.Length);
                var outcome = random.Next(4) switch { 0 => Outcome.Unknown, 1 => Outcome.Failed, _ => Outcome.Ok };
                var at = random.Next(10) == 0 ? random.Next(8) : offset++;
                log.Sends.Add(new SendOperation(Producers[who], Story.Topic, partition, sequences[who]++, S(1), S(1), outcome, outcome == Outcome.Ok && random.Next(8) > 0 ? at : null, null) { At = S(2) });
                for (var copies = random.Next(6) switch { 0 => 0, 1 => 2, _ => 1 }; copies > 0; copies--)
                {
                    log.Reads.Add(new ReadRecord(Story.Topic, partition, random.Next(4) == 0 ? random.Next(10) : at, Producers[who], sequences[who] - 1) { At = S(50.5) });
                }
            }

            if (random.Next(3) == 0)
            {
                log.Reads.Add(random.Next(2) == 0
                    ? new ReadRecord(Story.Topic, partition, random.Next(12), null, null) { At = S(50.5) }
                    : new ReadRecord(Story.Topic, partition, random.Next(12), "r", 0) { At = S(50.5) });
            }

            if (random.Next(12) > 0)
            {
                var end = random.Next(3) == 0 ? random.Next(1, 8) : 100;
                var (start, position) = (random.Next(16) == 0 ? 1 : 0, random.Next(8) == 0 ? end - 1 : end);
                log.Ends.Add(new ReadEnded(Story.Topic, partition, S(50), start, end, position) { At = S(51), EndAfter = random.Next(16) switch { 0 => null, 1 => end + 1, _ => end } });
            }
        }

        return log with { Reads = [.. log.Reads.OrderBy(_ => random.Next())] };
    }

    private sealed record Log(List<SendOperation> Sends, List<ReadRecord> Reads, List<ReadEnded> Ends);
}
