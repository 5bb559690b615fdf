using System.Diagnostics;

namespace KafkaChaos.Histories;

/// <summary>The one place where a run writes its history, and the one clock that it uses.</summary>
/// <remarks>Events are on disk within <see cref="FlushInterval"/>; a crash loses at most those of the last interval.</remarks>
public sealed class Recorder : IAsyncDisposable
{
    // So many bytes are given to the disk at once.
    private const int Block = 256 * 1024;

    private readonly EventLog _events = new();
    private readonly ManualResetEventSlim _over = new();
    private readonly long _zero = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _broken = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    /// <param name="path">Where the history goes.</param>
    /// <param name="mode">A run never writes over another's.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public Recorder(string path, FileMode mode = FileMode.CreateNew)
    {
        Utc = DateTimeOffset.UtcNow;
        var file = new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);

        // A thread of its own: in the pool its turns would wait behind whoever blocks that.
        new Thread(() => Write(file)) { Name = "recorder", IsBackground = true }.Start();
    }

    public static TimeSpan FlushInterval => TimeSpan.FromMilliseconds(100);

    /// <summary>Wall-clock time at zero of the run's clock.</summary>
    public DateTimeOffset Utc { get; }

    /// <summary>Now, on the run's clock.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_zero);

    /// <summary>Cancelled when the disk refuses the history: a run that cannot be recorded need not go on.</summary>
    public CancellationToken Broken => _broken.Token;

    /// <summary>Called with every event, on the caller's thread; must be quick.</summary>
    public event Action<HistoryEvent>? Recorded;

    /// <summary>A wall-clock time of this machine, on the run's clock.</summary>
    public TimeSpan OnClock(DateTimeOffset wall) => wall - Utc;

    /// <summary>A time of another program of this machine, on the run's clock.</summary>
    /// <param name="monotonic">As <see cref="Stopwatch.GetTimestamp"/> gave it in this boot of the machine.</param>
    public TimeSpan OnClock(long monotonic) => Stopwatch.GetElapsedTime(_zero, monotonic);

    public void Record(HistoryEvent one)
    {
        lock (_events)
        {
            if (_ended)
            {
                return;
            }

            _events.Add(one);
        }

        Recorded?.Invoke(one);
    }

    /// <summary>What was recorded until now.</summary>
    public History Snapshot()
    {
        lock (_events)
        {
            var events = new HistoryEvent[_events.Count];
            for (var place = 0; place < events.Length; place++)
            {
                events[place] = _events[place];
            }

            return new History(events);
        }
    }

    /// <summary>Waits until all that was recorded is on disk, and gives it.</summary>
    /// <exception cref="IOException">The disk refused it: what was recorded after that is lost.</exception>
    public async Task<History> CompleteAsync()
    {
        End();
        await _written.Task;
        return Snapshot();
    }

    public async ValueTask DisposeAsync()
    {
        End();
        await _written.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _broken.Dispose();
        _over.Dispose();
    }

    private void Write(FileStream file)
    {
        try
        {
            using (file)
            {
                Drain(file);
            }

            _written.SetResult();
        }
        catch (Exception problem)
        {
            _ = _broken.CancelAsync().ContinueWith(_ => _written.SetException(problem), TaskScheduler.Default);
        }
    }

    private void End()
    {
        lock (_events)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
        }

        _over.Set();
    }

    // One writer: what is on disk is a beginning of what was recorded, in that order.
    private void Drain(FileStream file)
    {
        var (lines, written) = (new LineWriter(), 0);
        bool over;
        do
        {
            over = _over.Wait(FlushInterval / 2);
            while (From(written) is { IsEmpty: false } rows)
            {
                lines.Add(rows.Span);
                written += rows.Length;
                if (lines.Written.Length >= Block)
                {
                    Write(file, lines);
                }
            }

            Write(file, lines);
        }
        while (!over);
    }

    private ReadOnlyMemory<EventLog.Row> From(int place)
    {
        lock (_events)
        {
            return _events.From(place);
        }
    }

    private static void Write(FileStream file, LineWriter lines)
    {
        file.Write(lines.Written.Span);
        lines.Clear();
    }
}
