using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

/// <summary>Whatever is cut out of a history's file or swapped in it: it passes only in its order, and with the acknowledged records that it had.</summary>
public sealed class DamagedHistoryTests
{
    private const int Cases = 300;

    private string _path = "";

    [SetUp]
    public void Name() => _path = Path.Combine(Path.GetTempPath(), $"history-{Guid.NewGuid():N}.jsonl");

    [TearDown]
    public void Remove() => File.Delete(_path);

    [Test]
    public void AHistoryWithBytesCutOutNeverPassesWithOtherAcknowledgedRecords()
    {
        var story = new Story(interval: 2);
        var bytes = Encoding.UTF8.GetBytes(Text(story.History.Events.Select(Line)));
        var cuts = Gen.Choose(0, bytes.Length - 1).SelectMany(from => Gen.Frequency((3, Gen.Choose(1, 3)), (2, Gen.Choose(4, 400)), (1, Gen.Choose(1, bytes.Length))), (from, length) => (From: from, Length: length));
        var ends = Judged(story, cuts, cut => [.. bytes[..cut.From], .. bytes[Math.Min(bytes.Length, cut.From + cut.Length)..]]);
        Assert.That(ends["refused"], Is.GreaterThan(Cases / 10), "a cut is often no event");
    }

    [Test]
    public void AHistoryWithALineRemovedNeverPassesWithOtherAcknowledgedRecords()
    {
        var story = new Story(interval: 2);
        string[] lines = [.. story.History.Events.Select(Line)];
        var ends = Judged(story, Gen.Choose(0, lines.Length - 1), one => Encoding.UTF8.GetBytes(Text(lines.Where((_, place) => place != one))));
        Assert.That(ends["passed"], Is.GreaterThan(Cases / 10), "a sample of the lag, or a write of the probe, may be missing");
    }

    [Test]
    public void AHistoryWithTwoLinesSwappedIsRefusedUnlessTheyAreOfOneMomentOrByTheWallClock()
    {
        var events = new Story(interval: 2).Consume().History.Events;
        string[] lines = [.. events.Select(Line)];
        var swaps = Gen.Choose(0, lines.Length - 1).SelectMany(_ => Gen.Choose(0, lines.Length - 1), (one, other) => (One: one, Other: other));
        var refused = 0;
        Prop.ForAll(swaps.ToArbitrary(), swap =>
        {
            var (changed, order) = (lines.ToList(), events.ToList());
            (changed[swap.One], changed[swap.Other]) = (changed[swap.Other], changed[swap.One]);
            (order[swap.One], order[swap.Other]) = (order[swap.Other], order[swap.One]);
            var times = order.Where(one => one is not (LogLine or NodeProcess)).Select(one => one.At).ToList();
            File.WriteAllText(_path, Text(changed));
            var right = order[0] is RunStarted && times.SequenceEqual(times.Order());
            refused += right ? 0 : 1;
            return Read() is not null == right;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
        Assert.That(refused, Is.GreaterThan(Cases / 2), "most are of two moments");
    }

    /// <returns>How often the file was refused, passed, and did not pass.</returns>
    private Dictionary<string, int> Judged<T>(Story story, Gen<T> damage, Func<T, byte[]> damaged)
    {
        var expected = Acknowledged(story.History);
        var ends = new Dictionary<string, int> { ["refused"] = 0, ["passed"] = 0, ["objected"] = 0 };
        Prop.ForAll(damage.ToArbitrary(), one =>
        {
            File.WriteAllBytes(_path, damaged(one));
            if (Read() is not { } history)
            {
                ends["refused"]++;
                return true;
            }

            var passed = KafkaChaos.Checking.Judge.Of(Trials.Prepare(story.Scenario, history).Trial).Verdict == Verdict.Passed;
            ends[passed ? "passed" : "objected"]++;
            return !passed || Acknowledged(history).SetEquals(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
        return ends;
    }

    /// <returns>Null where it is refused.</returns>
    private History? Read()
    {
        try
        {
            return HistoryReader.ReadAsync(_path, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (HistoryFormatException)
        {
            return null;
        }
    }

    private static HashSet<(string, string, int, long)> Acknowledged(History history) =>
        [.. history.Of<SendOperation>().Where(send => send.Outcome == KafkaChaos.Histories.Outcome.Ok).Select(send => (send.Producer, send.Topic, send.Partition, send.Sequence))];

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));

    private static string Line(HistoryEvent one) => System.Text.Json.JsonSerializer.Serialize(one, HistoryFormat.Options);
}
