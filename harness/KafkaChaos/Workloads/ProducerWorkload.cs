using System.Globalization;
using System.Runtime.CompilerServices;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>One producer that writes to each of its partitions in turn, on an open-loop schedule or as fast as its client's queue has room; until its load begins, as its records come back.</summary>
/// <remarks>Where its client gives up for good it goes on with a new one, as an application that is restarted does: <c>orders</c>, then <c>orders.2</c>.</remarks>
internal sealed class ProducerWorkload : IDisposable
{
    private readonly ProducerLoad _load;
    private readonly Recorder _recorder;
    private readonly Func<string, ProducerClient> _connect;

    // When its schedule is to begin anew, for the sending thread; null where it is not.
    private StrongBox<TimeSpan>? _begin;

    // The last writes; those before it gave up, and may have reports outstanding.
    private readonly List<ProducerClient> _clients = [];

    public ProducerWorkload(string bootstrap, Topology topology, ProducerLoad load, Recorder recorder)
    {
        (_load, _recorder) = (load, recorder);
        var route = new RecordRoute(load, topology);
        _connect = identity => new ProducerClient(bootstrap, route, load, identity, recorder);
        _clients.Add(_connect(load.Name));
    }

    /// <summary>Writes until <paramref name="stop"/>, on a thread of its own.</summary>
    public Task RunAsync(CancellationToken stop) => OwnThread.RunAsync(() => Run(stop));

    /// <summary>Its load begins: its schedule anew, with the record that was due next. See <see cref="ProducerClient.Begin"/>.</summary>
    /// <param name="at">When, on the run's clock.</param>
    public void Begin(TimeSpan at) => _begin = new(at);

    /// <summary>Waits for the outstanding outcomes; what has none by then is recorded as unknown.</summary>
    /// <param name="token">What has none when it is cancelled is unknown, too.</param>
    public Task FlushAsync(CancellationToken token) => Task.WhenAll(_clients.Select(client => OwnThread.RunAsync(() => client.Flush(token))));

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    /// <summary>How long the start of a new client waits after so many that gave up: one that gives up at once would else be followed by thousands.</summary>
    internal static TimeSpan Pause(int clients) => TimeSpan.FromMilliseconds(Math.Min(10_000, 100 * Math.Pow(2, clients - 1)));

    private void Run(CancellationToken stop)
    {
        var (schedule, begun) = (new Schedule(_load.Rate, _recorder), false);
        while (schedule.Wait(stop))
        {
            if (Interlocked.Exchange(ref _begin, null) is { } begin)
            {
                schedule.Begin(begin.Value);
                _clients[^1].Begin();
                begun = true;
                continue;
            }

            if (_clients[^1].GaveUp)
            {
                if (stop.WaitHandle.WaitOne(Pause(_clients.Count)))
                {
                    return;
                }

                _clients.Add(_connect(string.Create(CultureInfo.InvariantCulture, $"{_load.Name}.{_clients.Count + 1}")));
                if (begun)
                {
                    _clients[^1].Begin();
                }
            }

            if (_clients[^1].TrySend(schedule.Number, schedule.Due, stop))
            {
                schedule.Take();
            }
            else
            {
                _clients[^1].AwaitRoom(stop);
            }
        }
    }
}
