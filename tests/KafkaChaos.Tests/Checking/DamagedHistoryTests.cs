using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

/// <summary>Whatever is cut out of a history's file or swapped in it: it passes only with the acknowledged records that it had.</summary>
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
    public void AHistoryWithALineRemovedOrTwoSwappedNeverPassesWithOtherAcknowledgedRecords()
    {
        var story = new Story(interval: 2);
        string[] lines = [.. story.History.Events.Select(Line)];
        var pairs = Gen.Choose(0, lines.Length - 1).SelectMany(one => Gen.Choose(-1, lines.Length - 1), (one, other) => (One: one, Other: other));
        var ends = Judged(story, pairs, pair =>
        {
            var changed = lines.ToList();
            if (pair.Other < 0 || pair.Other == pair.One)
            {
                changed.RemoveAt(pair.One);
            }
            else
            {
                (changed[pair.One], changed[pair.Other]) = (changed[pair.Other], changed[pair.One]);
            }

            return Encoding.UTF8.GetBytes(Text(changed));
        });
        Assert.That(ends["passed"], Is.GreaterThan(Cases / 10), "two records may often change places");
    }

    /// <returns>How often the file was refused, passed, and did not pass.</returns>
    private Dictionary<string, int> Judged<T>(Story story, Gen<T> damage, Func<T, byte[]> damaged)
    {
        var expected = Acknowledged(story.History);
        var ends = new Dictionary<string, int> { ["refused"] = 0, ["passed"] = 0, ["objected"] = 0 };
        Prop.ForAll(damage.ToArbitrary(), one =>
        {
            File.WriteAllBytes(_path, damaged(one));
            History history;
            try
            {
                history = HistoryReader.ReadAsync(_path, CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (HistoryFormatException)
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

    private static HashSet<(string, string, int, long)> Acknowledged(History history) =>
        [.. history.Of<SendOperation>().Where(send => send.Outcome == KafkaChaos.Histories.Outcome.Ok).Select(send => (send.Producer, send.Topic, send.Partition, send.Sequence))];

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));

    private static string Line(HistoryEvent one) => System.Text.Json.JsonSerializer.Serialize(one, HistoryFormat.Options);
}
