using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>All producers and consumers of a load.</summary>
public sealed class Clients : IDisposable
{
    private readonly string _bootstrap;
    private readonly Topology _topology;
    private readonly Load _load;
    private readonly List<ProducerWorkload> _producers;
    private readonly List<ConsumerWorkload> _consumers;
    private readonly CancellationTokenSource _consumed = new();
    private readonly Task _consuming;

    /// <summary>Makes them. Consumers read from now on, so that none misses the first record.</summary>
    public Clients(string bootstrap, Topology topology, Load load, Recorder recorder)
    {
        (_bootstrap, _topology, _load) = (bootstrap, topology, load);
        _consumers = [.. load.Consumers.Select(consumer => new ConsumerWorkload(bootstrap, topology, consumer, recorder))];
        _consuming = Task.WhenAll(_consumers.Select(consumer => consumer.RunAsync(_consumed.Token)));
        _producers = [.. load.Producers.Select(producer => new ProducerWorkload(bootstrap, topology, producer, recorder))];
    }

    /// <summary>What bounds of an outage are derived from: the largest of all producers.</summary>
    public static IReadOnlyDictionary<string, string> Bounding(Load? load) => load is null ? new Dictionary<string, string>() : ProducerSettings.Widest(load.Producers);

    /// <summary>The longest that a producer waits for an outcome.</summary>
    public static TimeSpan Patience(Load load) => load.Producers.Max(ProducerSettings.MessageTimeout);

    /// <summary>Writes until <paramref name="stop"/>.</summary>
    public Task ProduceAsync(CancellationToken stop) => Task.WhenAll(_producers.Select(producer => producer.RunAsync(stop)));

    /// <summary>The load begins: what the schedules had due before and is not sent yet is due from now on.</summary>
    /// <param name="at">When, on the run's clock.</param>
    public void Begin(TimeSpan at) => _producers.ForEach(producer => producer.Begin(at));

    /// <summary>Whether every consumer has come to read.</summary>
    public Look Consume()
    {
        var idle = _consumers.Select(consumer => consumer.Runs()).Where(look => !look.Holds).Select(look => look.Seen).ToList();
        return new(idle.Count == 0, string.Join(", ", idle));
    }

    /// <summary>Waits for the outstanding outcomes of the producers; what has none by then is recorded as unknown.</summary>
    /// <param name="token">What has none when it is cancelled is unknown, too.</param>
    public Task FlushAsync(CancellationToken token) => Task.WhenAll(_producers.Select(producer => producer.FlushAsync(token)));

    /// <summary>Waits until every consumer has read what the producers wrote, and ends them.</summary>
    /// <exception cref="WaitException">They did not come so far. They are ended all the same.</exception>
    public async Task DrainAsync(CancellationToken token)
    {
        try
        {
            if (_consumers.Count > 0)
            {
                using var ends = new LogEnds(_bootstrap, _topology);
                await Wait.UntilAsync("every consumer to read to the end", Patience(_load), async cancelled =>
                {
                    var known = await ends.EndsAsync(LogEnds.RequestTimeout, cancelled);
                    var behind = _consumers.Select(consumer => consumer.Reached(known)).Where(look => !look.Holds).Select(look => look.Seen).ToList();
                    return new Look(behind.Count == 0, string.Join(", ", behind));
                }, token);
            }
        }
        finally
        {
            await _consumed.CancelAsync();
            await _consuming;
        }
    }

    public void Dispose()
    {
        _producers.ForEach(producer => producer.Dispose());
        _consumed.Cancel();
        _consuming.Wait();
        _consumers.ForEach(consumer => consumer.Dispose());
        _consumed.Dispose();
    }
}
