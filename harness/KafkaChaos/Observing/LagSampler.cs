using KafkaChaos.Histories;

namespace KafkaChaos.Observing;

/// <summary>Measures how late this program's own timers fire: on a small machine, a stalled harness looks like an outage.</summary>
public sealed class LagSampler(Recorder recorder)
{
    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(20);

    private static TimeSpan Window { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Records the largest lag of every second until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        // On the thread pool, as the workloads are: a starved pool is a stalled harness, too.
        using var timer = new PeriodicTimer(Interval);
        var (window, worst, last) = (recorder.Now, TimeSpan.Zero, recorder.Now);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var now = recorder.Now;
                worst = TimeSpan.FromTicks(Math.Max(worst.Ticks, (now - last - Interval).Ticks));
                last = now;
                if (now - window >= Window)
                {
                    recorder.Record(new HarnessLag(worst) { At = now, ClockDrift = recorder.OnClock(DateTimeOffset.UtcNow) - recorder.Now });
                    (window, worst) = (now, TimeSpan.Zero);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }
}
