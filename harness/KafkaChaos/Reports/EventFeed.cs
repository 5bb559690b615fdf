using System.Collections.Concurrent;
using KafkaChaos.Histories;

namespace KafkaChaos.Reports;

/// <summary>Takes what is recorded off the recording threads, and hands it to one thread of its own.</summary>
/// <remarks>A terminal may block or break: a run must neither wait for it nor end by it.</remarks>
internal sealed class EventFeed : IDisposable
{
    private readonly ConcurrentQueue<HistoryEvent> _queue = new();
    private readonly ConcurrentQueue<Acknowledgement> _acknowledged = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Recorder _recorder;
    private readonly Task _feeding;

    /// <param name="recorder">Whose events.</param>
    /// <param name="interval">Between two ticks.</param>
    /// <param name="take">Called with each event, in order.</param>
    /// <param name="count">Called with each acknowledgement, in order, before the events of the same tick.</param>
    /// <param name="tick">Called with the run's clock after all events until then were taken; a last time at the end.</param>
    public EventFeed(Recorder recorder, TimeSpan interval, Action<HistoryEvent> take, Action<Acknowledgement> count, Action<TimeSpan> tick)
    {
        _recorder = recorder;
        recorder.Recorded += _queue.Enqueue;
        recorder.Acknowledged += _acknowledged.Enqueue;
        _feeding = Task.Run(() => FeedAsync(interval, take, count, tick));
    }

    // A terminal that was stopped (Ctrl-S) must not hold the end of a run.
    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    public void Dispose()
    {
        Leave();
        _ending.Cancel();
        if (_feeding.Wait(Patience))
        {
            _ending.Dispose();
        }
    }

    private void Leave()
    {
        _recorder.Recorded -= _queue.Enqueue;
        _recorder.Acknowledged -= _acknowledged.Enqueue;
    }

    private async Task FeedAsync(TimeSpan interval, Action<HistoryEvent> take, Action<Acknowledgement> count, Action<TimeSpan> tick)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (!_ending.IsCancellationRequested)
            {
                Feed(take, count, tick);
                await ((Task)timer.WaitForNextTickAsync(_ending.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Feed(take, count, tick);
        }
        catch (Exception)
        {
            // Whatever the display or its terminal did: the run goes on unseen, its history is complete.
            Leave();
        }
    }

    private void Feed(Action<HistoryEvent> take, Action<Acknowledgement> count, Action<TimeSpan> tick)
    {
        while (_acknowledged.TryDequeue(out var acknowledged))
        {
            count(acknowledged);
        }

        while (_queue.TryDequeue(out var one))
        {
            take(one);
        }

        tick(_recorder.Now);
    }
}
