using KafkaChaos.Histories;

namespace KafkaChaos.Tests;

/// <summary>What this assembly does when it is started as a program of its own: it records a load until it is killed. See <see cref="Histories.CrashTests"/>.</summary>
internal static class RecordingChild
{
    private const int Threads = 2;
    private const int Burst = 100;

    /// <param name="arguments">The path of the history.</param>
    internal static async Task Main(string[] arguments)
    {
        var recorder = new Recorder(arguments[0]);
        recorder.Record(new RunStarted("r", "s", recorder.Utc, "t") { At = TimeSpan.Zero });

        // Zero of the machine's monotonic clock, on that of the run.
        await Console.Out.WriteLineAsync($"{recorder.OnClock(0L).Ticks}");
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(number => Task.Run(() => LoadAsync(recorder, $"p{number}"))));
    }

    private static async Task LoadAsync(Recorder recorder, string producer)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sequence = 0L; ; sequence++)
        {
            if (sequence % Burst == 0)
            {
                await timer.WaitForNextTickAsync();
            }

            var now = recorder.Now;
            recorder.Record(new SendOperation(producer, "orders", 0, sequence, now, now, Outcome.Ok, null, null) { At = now });
        }
    }
}
