using System.Collections.Concurrent;
using KafkaChaos.Histories;

namespace KafkaChaos.Reports;

/// <summary>Takes what is recorded off the recording threads, and hands it to one thread of its own.</summary>
/// <remarks>A terminal may block or break: a run must neither wait for it nor end by it.</remarks>
internal sealed class EventFeed : IDisposable
{
    private readonly ConcurrentQueue<HistoryEvent> _queue = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Recorder _recorder;
    private readonly Task _feeding;

    /// <param name="recorder">Whose events.</param>
    /// <param name="interval">Between two ticks.</param>
    /// <param name="take">Called with each event, in order.</param>
    /// <param name="tick">Called with the run's clock after all events until then were taken; a last time at the end.</param>
    public EventFeed(Recorder recorder, TimeSpan interval, Action<HistoryEvent> take, Action<TimeSpan> tick)
    {
        _recorder = recorder;
        recorder.Recorded += _queue.Enqueue;
        _feeding = Task.Run(() => FeedAsync(interval, take, tick));
    }

    // A terminal that was stopped (Ctrl-S) must not hold the end of a run.
    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    public void Dispose()
    {
        _recorder.Recorded -= _queue.Enqueue;
        _ending.Cancel();
        if (_feeding.Wait(Patience))
        {
            _ending.Dispose();
        }
    }

    private async Task FeedAsync(TimeSpan interval, Action<HistoryEvent> take, Action<TimeSpan> tick)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (!_ending.IsCancellationRequested)
            {
                Feed(take, tick);
                await ((Task)timer.WaitForNextTickAsync(_ending.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Feed(take, tick);
        }
        catch (Exception)
        {
            // Whatever the display or its terminal did: the run goes on unseen, its history is complete.
            _recorder.Recorded -= _queue.Enqueue;
        }
    }

    private void Feed(Action<HistoryEvent> take, Action<TimeSpan> tick)
    {
        while (_queue.TryDequeue(out var one))
        {
            take(one);
        }

        tick(_recorder.Now);
    }
}
