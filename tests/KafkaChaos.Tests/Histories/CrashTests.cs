using System.Diagnostics;
using System.Globalization;
using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Tests.Checking;
using NUnit.Framework;

namespace KafkaChaos.Tests.Histories;

/// <summary>A program that records under load and is killed in the middle of it.</summary>
public sealed class CrashTests
{
    // A machine whose cores are taken may give neither program its turn for so long; it does not do so each time.
    private const int Attempts = 4;

    private static readonly TimeSpan MostLost = 10 * Recorder.FlushInterval;

    private string _folder = "";

    private string HistoryFile => Path.Combine(_folder, "history.jsonl");

    [SetUp]
    public void Choose() => _folder = Directory.CreateTempSubdirectory("kafkachaos-crash-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task AProgramThatIsKilledUnderLoadLosesItsLastMomentsAtMostAndNothingInBetween()
    {
        var lost = new List<TimeSpan>();
        do
        {
            File.Delete(HistoryFile);
            var killed = await RecordAndKillAsync();
            var text = await File.ReadAllTextAsync(HistoryFile);
            var complete = text[..(text.LastIndexOf('\n') + 1)];
            if (complete.Length < text.Length)
            {
                Assert.That(async () => await HistoryReader.ReadAsync(HistoryFile, CancellationToken.None), Throws.TypeOf<HistoryFormatException>().With.Message.Contains("cut off"));
                await File.WriteAllTextAsync(HistoryFile, complete);
            }

            var history = await HistoryReader.ReadAsync(HistoryFile, CancellationToken.None);
            foreach (var sends in history.Of<SendOperation>().GroupBy(send => send.Producer))
            {
                Assert.That(sends.Select((send, place) => send.Sequence == place), Is.All.True, "a beginning of what was recorded is there");
            }

            Assert.That(Judge.Of(Trials.Prepare(new Story().Scenario, history).Trial).Findings.First(one => one.Property == "completed").Verdict, Is.EqualTo(Verdict.Inconclusive));
            lost.Add(killed - history.Events.Last().At);
        }
        while (lost[^1] > MostLost && lost.Count < Attempts);
        TestContext.Out.WriteLine($"lost: {string.Join(", ", lost.Select(one => $"{one.TotalMilliseconds:0.0} ms"))}");
        Assert.That(lost[^1], Is.LessThan(MostLost));
    }

    /// <returns>When it was killed, on the clock of its history.</returns>
    private async Task<TimeSpan> RecordAndKillAsync()
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(RecordingChild).Assembly.Location, HistoryFile]) { RedirectStandardOutput = true })!;
        try
        {
            var zero = TimeSpan.FromTicks(long.Parse((await child.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
            await Wait.UntilAsync("a load to be written", TimeSpan.FromMinutes(1), _ => Task.FromResult(new Look(new FileInfo(HistoryFile).Length > 2_000_000, "a short file")), CancellationToken.None);
            var killed = Stopwatch.GetElapsedTime(0) + zero;
            return killed;
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }
    }
}
