using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>The checkers of the quorum probe against a reference that is slow, simple and written from the definitions alone (docs/checkers.md).</summary>
public sealed class QuorumReferenceTests
{
    private const int Cases = 10_000;

    private static readonly Scenario Scenario = new Story(2).Scenario;

    /// <summary>One seed that never changes, and one that is new each time; a failure prints it.</summary>
    [TestCase(20261127)]
    [TestCase(null)]
    public void TheCheckersAgreeWithBruteForceOnSmallRandomHistories(int? given)
    {
        var seed = given ?? Environment.TickCount;
        var random = new Random(seed);
        var seen = new HashSet<Verdict>();
        for (var number = 0; number < Cases; number++)
        {
            var writes = RandomWrites(random);
            var read = RandomRead(random, writes);
            var (loss, longest) = (LossOf(writes, read), LongestOf(writes));
            var findings = Judged(writes, read);
            var windows = findings[1].Figures.SingleOrDefault(figure => figure.Name == "longest");
            if (findings[0].Verdict != loss || windows?.Value != longest)
            {
                Assert.Fail($"seed {seed}, case {number}: expected {loss} and {longest} s, seen {findings[0].Verdict} and {windows?.Value} s\n{string.Join("\n", writes)}\n{read}\n{string.Join("\n", findings)}");
            }

            seen.Add(loss);
        }

        Assert.That(seen, Has.Count.EqualTo(3), "some lose a write, some none, and some show nothing");
    }

    private static Verdict LossOf(List<QuorumWrite> writes, QuorumRead? read)
    {
        var done = writes.Where(write => write.Outcome == Outcome.Ok).ToList();
        var wentBack = done.Exists(later => done.Exists(earlier => earlier.At <= later.Invoked && earlier.Version >= later.Version));
        return done.Count == 0 ? Verdict.Inconclusive
            : wentBack ? Verdict.Failed
            : read is null ? Verdict.Inconclusive
            : done.Exists(write => write.At <= read.Invoked && !Shows(read, write, writes)) ? Verdict.Failed
            : done.Exists(write => write.At > read.At || !Shows(read, write, writes)) ? Verdict.Inconclusive
            : Verdict.Passed;
    }

    private static bool Shows(QuorumRead read, QuorumWrite write, List<QuorumWrite> writes) =>
        read is { Sequence: { } sequence, Version: { } version } && write.Version <= version
        && (write.Sequence <= sequence || (write.Version < version && writes.Exists(one => one.Sequence == sequence && one.Outcome == Outcome.Unknown)));

    /// <summary>Of all stretches of whole seconds in which no write succeeded; null where none ever did.</summary>
    private static double? LongestOf(List<QuorumWrite> writes)
    {
        var done = writes.Where(write => write.Outcome == Outcome.Ok).Select(write => write.At.TotalSeconds).ToList();
        var end = writes.Select(write => write.At.TotalSeconds).DefaultIfEmpty().Max();
        return done.Count == 0 ? null
            : (from first in Enumerable.Range(0, (int)end)
               from last in Enumerable.Range(first, (int)end - first + 1)
               where !done.Exists(at => first < at && at < last)
               select (double)(last - first)).Max();
    }

    private static IReadOnlyList<Finding> Judged(List<QuorumWrite> writes, QuorumRead? read)
    {
        var end = writes.Select(write => write.At).DefaultIfEmpty(S(1)).Max();
        List<HistoryEvent> events = [new PhaseBegan(Phase.Load) { At = S(0) }, .. writes, new PhaseBegan(Phase.FinalRead) { At = end }];
        if (read is not null)
        {
            events.Add(read);
        }

        var trial = new Trial(Scenario, new History(events), new Expectations(true, S(1), S(1), S(1), S(0), Limit.AtMost(0L), Limit.AtMost(0L), Limit.AtMost(0L), S(1)));
        return Judge.Of(trial, [new ZnodeLoss(), new QuorumWindows()]).Findings;
    }

    /// <summary>A read of a session must show no less than any of its own requests that had ended when it began, and a version has one value.</summary>
    [TestCase(20261129)]
    [TestCase(null)]
    public void SessionReadsAgreeWithBruteForceOnSmallRandomHistories(int? given)
    {
        var seed = given ?? Environment.TickCount;
        var random = new Random(seed);
        var seen = new HashSet<Verdict>();
        for (var number = 0; number < Cases; number++)
        {
            var writes = RandomWrites(random);
            var reads = RandomReads(random, writes);
            var expired = random.Next(3) == 0 ? S(random.Next(12)) : (TimeSpan?)null;
            var expected = !reads.Exists(read => read.Outcome == Outcome.Ok) ? Verdict.Inconclusive : reads.Exists(read => WentBack(read, reads, writes, expired)) ? Verdict.Failed : Verdict.Passed;
            List<HistoryEvent> events = [.. writes, .. reads];
            if (expired is { } at)
            {
                events.Add(new SessionExpired { At = at });
            }

            var finding = Judge.Of(new Trial(Scenario, new History(events), new Expectations()), [new SessionReads()]).Findings.Single();
            if (finding.Verdict != expected)
            {
                Assert.Fail($"seed {seed}, case {number}: expected {expected}, seen {finding.Verdict}: {finding.Statement}\n{string.Join("\n", events)}");
            }

            seen.Add(expected);
        }

        Assert.That(seen, Has.Count.EqualTo(3), "some go back, some do not, and some show nothing");
    }

    private static bool WentBack(SessionRead read, List<SessionRead> reads, List<QuorumWrite> writes, TimeSpan? expired)
    {
        if (read.Outcome != Outcome.Ok)
        {
            return false;
        }

        var known = writes.Where(write => write.Outcome == Outcome.Ok).Select(write => (write.Invoked, write.At, write.Sequence, Version: write.Version!.Value))
            .Concat(reads.Where(one => one.Outcome == Outcome.Ok && one.Version is not null).Select(one => (one.Invoked, one.At, Sequence: one.Sequence!.Value, Version: one.Version!.Value))).ToList();
        var before = known.Where(one => one.At <= read.Invoked && (one.Invoked >= expired) == (read.Invoked >= expired)).ToList();
        if (before.Count > 0 && (read.Version is null || before.Exists(one => one.Version > read.Version)))
        {
            return true;
        }

        var unknown = writes.Exists(write => write.Sequence == read.Sequence && write.Outcome == Outcome.Unknown);
        var highest = before.Select(one => one.Version).DefaultIfEmpty(-1).Max();
        return read.Version is not null
            && (known.Exists(one => one.Version == read.Version && one.Sequence != read.Sequence)
                || (read.Version > highest && !unknown && before.Exists(one => one.Version == highest && one.Sequence > read.Sequence)));
    }

    /// <summary>Reads of what one of the writes left, most of the time.</summary>
    private static List<SessionRead> RandomReads(Random random, List<QuorumWrite> writes)
    {
        var reads = new List<SessionRead>();
        var invoked = 0;
        for (var count = random.Next(5); count > 0; count--)
        {
            invoked += random.Next(4);
            var known = writes.Where(write => write.Outcome == Outcome.Ok && write.At <= S(invoked)).MaxBy(write => write.Version);
            var (sequence, version) = random.Next(10) == 0 ? (random.Next(7), random.Next(7)) : ((int)(known?.Sequence ?? -1), known?.Version ?? 0);
            var outcome = random.Next(5) == 0 ? Outcome.Unknown : Outcome.Ok;
            var gone = random.Next(20) == 0 || outcome != Outcome.Ok;
            reads.Add(new SessionRead(S(invoked), outcome, gone ? null : sequence, gone ? null : version, null) { At = S(invoked + random.Next(1, 4)) });
        }

        return reads;
    }

    private static List<QuorumWrite> RandomWrites(Random random)
    {
        var writes = new List<QuorumWrite>();
        var (invoked, version) = (0, 0);
        for (var count = random.Next(7); count > 0; count--)
        {
            var outcome = random.Next(4) == 0 ? (Outcome)random.Next(1, 3) : Outcome.Ok;
            version = random.Next(12) == 0 ? random.Next(1, 8) : version + 1;
            invoked += random.Next(3);
            writes.Add(new QuorumWrite(writes.Count, S(invoked), outcome, outcome == Outcome.Ok ? version : null, null) { At = S(invoked + random.Next(1, 5)) });
        }

        return writes;
    }

    private static QuorumRead? RandomRead(Random random, List<QuorumWrite> writes)
    {
        var last = writes.Count > 0 ? writes.MaxBy(write => write.At) : null;
        var at = S(random.Next(8) == 0 ? 3 : 30);
        TimeSpan? invoked = random.Next(5) switch { 0 => null, 1 => S(3), _ => at };
        return random.Next(10) switch
        {
            0 => null,
            1 => new QuorumRead(null, null) { At = at, Invoked = invoked },
            2 => new QuorumRead(random.Next(8), random.Next(8)) { At = at, Invoked = invoked },
            _ => new QuorumRead(last?.Sequence ?? 0, writes.Max(write => write.Version) ?? 0) { At = at, Invoked = invoked },
        };
    }
}
