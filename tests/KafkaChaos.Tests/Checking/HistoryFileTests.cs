using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

public sealed class HistoryFileTests
{
    private string _path = "";

    [SetUp]
    public void Name() => _path = Path.Combine(Path.GetTempPath(), $"history-{Guid.NewGuid():N}.jsonl");

    [TearDown]
    public void Remove() => File.Delete(_path);

    [Test]
    public async Task AHistoryIsReadBackAsItWasRecorded()
    {
        var story = new Story().Transact().Consume();
        story.Add(new ConsumerFailed(ConsumedStory.Reader, "gone") { At = TimeSpan.FromTicks(8) });
        story.Add(new SessionExpired { At = TimeSpan.FromTicks(9), Session = "zookeeper-a-1" });
        story.Add(new FaultFailed(0, Fault.Kill, "kafka-b-1", "a \"reason\"\nin two lines") { At = TimeSpan.FromMilliseconds(1.5) });
        story.Add(new ProducerFailed(Story.Producer, ProducerFailure.Fatal, "fenced") { At = TimeSpan.FromTicks(7) });
        await using (var recorder = new Recorder(_path))
        {
            foreach (var one in story.History.Events)
            {
                recorder.Record(one);
            }

            await recorder.CompleteAsync();
        }

        var back = await HistoryReader.ReadAsync(_path, CancellationToken.None);
        Assert.That(back.Events.Select(Line), Is.EqualTo(story.History.Events.Select(Line)));
        Assert.That(back.Events.Select(one => one.GetType()).Distinct().Count(), Is.EqualTo(31), "every kind of event is in the story");
    }

    [Test]
    public async Task AStoredHistoryIsJudgedAsTheRecordedOne()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read.Sequence == 4);
        await WriteAsync([.. story.History.Events.Select(Line)]);
        var back = await HistoryReader.ReadAsync(_path, CancellationToken.None);
        var judged = KafkaChaos.Checking.Judge.Of(KafkaChaos.Checking.Trials.Prepare(story.Scenario, back).Trial);
        Assert.That(System.Text.Json.JsonSerializer.Serialize(judged, HistoryFormat.Options), Is.EqualTo(System.Text.Json.JsonSerializer.Serialize(story.Judge(), HistoryFormat.Options)));
    }

    [Test]
    public async Task ACutOffLineIsRefusedWithItsNumber()
    {
        var lines = Lines();
        for (var keep = 0; keep < lines[30].Length; keep += 7)
        {
            await WriteAsync([.. lines.Take(30), lines[30][..keep]]);
            Assert.That((await RefusedAsync()).Line, Is.EqualTo(31));
        }
    }

    [TestCase("not json")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"type":"telepathy","at":1}""")]
    [TestCase("""{"type":"phase","phase":"load"}""")]
    [TestCase("""{"type":"phase","phase":"lunch","at":1}""")]
    [TestCase("""{"type":"phase","phase":"load","at":"1"}""")]
    [TestCase("""{"type":"phase","phase":"load","at":1,"more":1}""")]
    [TestCase("""{"type":"quorum-read","sequence":1.5,"version":1,"at":1}""")]
    public async Task ALineThatIsNoEventIsRefusedWithItsNumber(string line)
    {
        var lines = Lines();
        await WriteAsync([.. lines.Take(12), line, .. lines.Skip(12)]);
        Assert.That((await RefusedAsync()).Line, Is.EqualTo(13));
    }

    [Test]
    public async Task AHistoryThatIsEmptyOrDoesNotBeginWithItsRunIsRefused()
    {
        await WriteAsync([]);
        Assert.That((await RefusedAsync()).Line, Is.EqualTo(1));
        await WriteAsync([.. Lines().Skip(1)]);
        Assert.That((await RefusedAsync()).Line, Is.EqualTo(1));
    }

    private static string[] Lines() => [.. new Story().History.Events.Select(Line)];

    private static string Line(HistoryEvent one) => System.Text.Json.JsonSerializer.Serialize(one, HistoryFormat.Options);

    private Task WriteAsync(string[] lines) => File.WriteAllTextAsync(_path, string.Join('\n', lines) + (lines.Length > 0 ? "\n" : ""));

    private async Task<HistoryFormatException> RefusedAsync()
    {
        try
        {
            await HistoryReader.ReadAsync(_path, CancellationToken.None);
        }
        catch (HistoryFormatException refused)
        {
            return refused;
        }

        throw new AssertionException("the history was read");
    }
}
