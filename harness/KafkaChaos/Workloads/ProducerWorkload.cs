using System.Globalization;
using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>
/// One producer that writes to every partition in turn at a fixed rate, on an open-loop schedule: what was due while the
/// client was stalled is sent late and counts from when it was due (see G. Tene, coordinated omission).
/// </summary>
/// <remarks>Where its client gives up for good it goes on with a new one, as an application that is restarted does: <c>producer-1</c>, then <c>producer-1.2</c>.</remarks>
public sealed class ProducerWorkload : IDisposable
{
    private readonly ProducerLoad _load;
    private readonly Recorder _recorder;
    private readonly IReadOnlyList<TopicPartition> _partitions;
    private readonly Func<string, ProducerClient> _connect;
    private readonly string _name;

    // The last writes; those before it gave up, and may have reports outstanding.
    private readonly List<ProducerClient> _clients = [];

    public ProducerWorkload(string bootstrap, Topology topology, ProducerLoad load, string name, Recorder recorder)
    {
        (_load, _recorder, _name) = (load, recorder, name);
        _partitions = [.. topology.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition)))];
        _connect = identity => new ProducerClient(bootstrap, _partitions, load, identity, recorder);
        _clients.Add(_connect(name));
    }

    /// <summary>The producer's <c>message.timeout.ms</c>.</summary>
    public static TimeSpan MessageTimeout => ProducerSettings.MessageTimeout;

    /// <summary>Effective client settings of a load, as a history describes them.</summary>
    public static IReadOnlyDictionary<string, string> Settings(ProducerLoad? load) => load is null ? new Dictionary<string, string>() : ProducerSettings.Described(load);

    /// <summary>Writes until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var began = _recorder.Now;
        var sent = 0L;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (_clients[^1].GaveUp)
                {
                    _clients.Add(_connect(string.Create(CultureInfo.InvariantCulture, $"{_name}.{_clients.Count + 1}")));
                }

                for (var due = (long)((_recorder.Now - began).TotalSeconds * _load.Rate); sent < due; sent++)
                {
                    if (!_clients[^1].TrySend((int)(sent % _partitions.Count), began + TimeSpan.FromSeconds(sent / _load.Rate)))
                    {
                        break;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Waits for the outstanding delivery reports; what has none by then is recorded as unknown.</summary>
    /// <remarks>Takes at most <see cref="MessageTimeout"/>: every record has its report by then.</remarks>
    /// <param name="token">What has no report when it is cancelled is unknown, too.</param>
    public Task FlushAsync(CancellationToken token) => Task.WhenAll(_clients.Select(client => Task.Run(() => client.Flush(token), CancellationToken.None)));

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }
}
