using KafkaChaos.Histories;

namespace KafkaChaos.Workloads;

/// <summary>When a producer's records are due: at a fixed rate that does not wait for answers, or at once.</summary>
/// <remarks>What was due while a client was stalled is sent late and counts from when it was due (see G. Tene, coordinated omission).</remarks>
/// <param name="rate">Records a second; infinite for as fast as possible.</param>
/// <param name="recorder">Its clock.</param>
internal sealed class Schedule(double rate, Recorder recorder)
{
    // Shorter waits than the system's timers can keep would only spin.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    private TimeSpan _began = recorder.Now;
    private long _first;

    /// <summary>The number of the record that is due next.</summary>
    public long Number { get; private set; }

    /// <summary>When it is due; null for at once, whenever that is.</summary>
    public TimeSpan? Due => double.IsInfinity(rate) ? null : _began + TimeSpan.FromSeconds((Number - _first) / rate);

    /// <summary>Waits until it is.</summary>
    /// <returns>False where it was stopped first.</returns>
    public bool Wait(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && Due is { } due && due - recorder.Now is var early && early > TimeSpan.Zero)
        {
            stop.WaitHandle.WaitOne(early > Tick ? early : Tick);
        }

        return !stop.IsCancellationRequested;
    }

    /// <summary>The record that comes next is due at that time, and the others from there on.</summary>
    public void Begin(TimeSpan at) => (_began, _first) = (at, Number);

    /// <summary>It was taken, and the next is due in its turn.</summary>
    public void Take() => Number++;
}
