using System.Diagnostics;

namespace KafkaChaos.Histories;

/// <summary>The one place where a run writes its history, and the one clock that it uses.</summary>
/// <remarks>
/// Events are given to the kernel within <see cref="FlushInterval"/>, as far as the machine gives the writing thread its turns. Whatever
/// ends this program loses what was recorded since, and may cut off the last line; a machine that crashes may lose more, for nothing is synced.
/// </remarks>
public sealed class Recorder : IAsyncDisposable
{
    // So many bytes are given to the disk before their time.
    private const int Block = 256 * 1024;

    // Who records waits while a slow disk has more than this to take: of the lines of a fast load memory would soon be full.
    private const int MostPending = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly EventLog _events = new();
    private readonly LineWriter _lines = new();

    // Set when a block is full, and at the end.
    private readonly ManualResetEventSlim _due = new();
    private readonly ManualResetEventSlim _room = new(initialState: true);
    private readonly long _zero = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _broken = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _latest;
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

    /// <summary>Why the disk refused the history; null where it did not.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Called with every event but sends, on the caller's thread; must be quick.</summary>
    public event Action<HistoryEvent>? Recorded;

    /// <summary>Called with every record that was acknowledged, on the thread that recorded it; must be quick.</summary>
    internal event Action<Acknowledgement>? Acknowledged;

    /// <summary>A wall-clock time of this machine, on the run's clock.</summary>
    public TimeSpan OnClock(DateTimeOffset wall) => wall - Utc;

    /// <summary>A time of another program of this machine, on the run's clock.</summary>
    /// <param name="monotonic">As <see cref="Stopwatch.GetTimestamp"/> gave it in this boot of the machine.</param>
    public TimeSpan OnClock(long monotonic) => Stopwatch.GetElapsedTime(_zero, monotonic);

    /// <summary>Adds an event. Of threads that come at once, one may have looked at the clock before another and be recorded behind it: its time is then the other's, at most the time that it waited.</summary>
    /// <remarks>Waits where the disk is too slow for what comes, and records how long as the harness's own lag: what follows late is late by that.</remarks>
    public void Record(HistoryEvent one)
    {
        if (one is SendOperation send)
        {
            Record(RecordOrigin.Of(send), RecordFields.Of(send));
            return;
        }

        bool full;
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            if (!HistoryRules.IsByWallClock(one))
            {
                one = one.At < _latest ? one with { At = _latest } : one;
                _latest = one.At;
            }

            var (before, origin) = (_lines.Length, _events.Add(one));
            if (Failure is null)
            {
                _lines.Add(one, origin);
            }

            full = IsFull(before);
        }

        if (full)
        {
            AwaitDisk();
        }

        Recorded?.Invoke(one);
    }

    /// <summary>Adds a send as <see cref="Record(HistoryEvent)"/> would, without an object of its own.</summary>
    /// <param name="of">Whose it is, and where it went.</param>
    /// <param name="send">Its times, and what it came to.</param>
    internal void Record(in RecordOrigin of, RecordFields send)
    {
        bool full;
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            send.At = _latest = send.At < _latest ? _latest : send.At;
            var (before, origin) = (_lines.Length, _events.Add(of, send));
            if (Failure is null)
            {
                _lines.Add(of, send, origin);
            }

            full = IsFull(before);
        }

        if (full)
        {
            AwaitDisk();
        }

        if (send.Outcome == Outcome.Ok)
        {
            Acknowledged?.Invoke(new Acknowledgement(of.Producer!, of.Topic, of.Partition, send.Transaction, send.At));
        }
    }

    /// <summary>What was recorded until now.</summary>
    public History Snapshot()
    {
        lock (_lock)
        {
            return new History(_events);
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
        _due.Dispose();
        _room.Dispose();
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
            Failure = problem;
            _room.Set();
            _ = _broken.CancelAsync().ContinueWith(_ => _written.SetException(problem), TaskScheduler.Default);
        }
    }

    /// <summary>Whether who recorded has to wait for the disk. The one who writes to it is woken when a block is full.</summary>
    /// <param name="before">How much there was to write before.</param>
    private bool IsFull(int before)
    {
        if (before < Block && _lines.Length >= Block)
        {
            _due.Set();
        }

        var full = Failure is null && _lines.Length >= MostPending;
        if (full)
        {
            _room.Reset();
        }

        return full;
    }

    private void AwaitDisk()
    {
        var began = Now;
        _room.Wait();
        Record(new HarnessLag(Now - began) { At = Now });
    }

    private void End()
    {
        lock (_lock)
        {
            _ended = true;
        }

        _due.Set();
    }

    // One writer: what is on disk is a beginning of what was recorded, in that order.
    private void Drain(FileStream file)
    {
        bool over;
        do
        {
            _due.Wait(FlushInterval / 2);
            ReadOnlyMemory<byte> lines;
            lock (_lock)
            {
                _due.Reset();
                _room.Set();
                (lines, over) = (_lines.Take(), _ended);
            }

            Write(file, lines.Span);
        }
        while (!over);
    }

    private static void Write(FileStream file, ReadOnlySpan<byte> lines)
    {
        var whole = file.Position;
        try
        {
            file.Write(lines);
        }
        catch (IOException)
        {
            Cut(file, whole, lines);
            throw;
        }
    }

    // A full disk takes a part of a line, which nobody could read.
    private static void Cut(FileStream file, long whole, ReadOnlySpan<byte> lines)
    {
        try
        {
            var taken = (int)Math.Clamp(RandomAccess.GetLength(file.SafeFileHandle) - whole, 0, lines.Length);
            file.SetLength(whole + lines[..taken].LastIndexOf((byte)'\n') + 1);
        }
        // It stays as it is: what is told is why it could not be written.
        catch (Exception other) when (other is IOException or NotSupportedException or ArgumentException)
        {
        }
    }
}
