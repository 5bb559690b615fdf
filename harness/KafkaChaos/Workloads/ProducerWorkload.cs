using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>
/// One producer that writes to every partition in turn at a fixed rate, on an open-loop schedule: what was due while the
/// client was stalled is sent late and counts from when it was due (see G. Tene, coordinated omission).
/// </summary>
public sealed class ProducerWorkload : IDisposable
{
    private readonly ProducerLoad _load;
    private readonly Recorder _recorder;
    private readonly string _name;
    private readonly IReadOnlyList<TopicPartition> _partitions;
    private readonly long[] _sequences;
    private readonly IProducer<Null, byte[]> _producer;
    private readonly Dictionary<(int Place, long Sequence), (TimeSpan Scheduled, TimeSpan Invoked)> _pending = [];

    public ProducerWorkload(string bootstrap, Topology topology, ProducerLoad load, string name, Recorder recorder)
    {
        _load = load;
        _recorder = recorder;
        _name = name;
        _partitions = [.. topology.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition)))];
        _sequences = new long[_partitions.Count];
        _producer = new ProducerBuilder<Null, byte[]>(ProducerSettings.Of(load, bootstrap, name))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Fail(error))
            .Build();
    }

    /// <summary>The producer's <c>message.timeout.ms</c>.</summary>
    public static TimeSpan MessageTimeout => ProducerSettings.MessageTimeout;

    private static TimeSpan FlushSlice { get; } = TimeSpan.FromMilliseconds(200);

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
                for (var due = (long)((_recorder.Now - began).TotalSeconds * _load.Rate); sent < due; sent++)
                {
                    if (!TrySend((int)(sent % _partitions.Count), began + TimeSpan.FromSeconds(sent / _load.Rate)))
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
    public async Task FlushAsync(CancellationToken token)
    {
        var began = _recorder.Now;
        await Task.Run(() =>
        {
            while (!token.IsCancellationRequested && _recorder.Now - began < MessageTimeout && _producer.Flush(FlushSlice) > 0)
            {
            }
        }, CancellationToken.None);
        lock (_pending)
        {
            foreach (var ((place, sequence), times) in _pending)
            {
                Record(place, sequence, times, Outcome.Unknown, null, "no delivery report by the end of the run");
            }

            _pending.Clear();
        }
    }

    public void Dispose() => _producer.Dispose();

    private void Fail(Error error)
    {
        if (error.IsFatal)
        {
            _recorder.Record(new ProducerFailed(_name, $"{error.Code}: {error.Reason}") { At = _recorder.Now });
        }
    }

    private bool TrySend(int place, TimeSpan scheduled)
    {
        var sequence = _sequences[place];
        var message = new Message<Null, byte[]> { Value = RecordValue.Write(_name, sequence, _load.RecordBytes) };
        lock (_pending)
        {
            _pending[(place, sequence)] = (scheduled, _recorder.Now);
        }

        try
        {
            _producer.Produce(_partitions[place], message, report => Report(place, sequence, report));
            _sequences[place]++;
            return true;
        }
        // Due still: the next turn tries again, and the schedule shows how long it waited.
        catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            lock (_pending)
            {
                _pending.Remove((place, sequence));
            }

            return false;
        }
        catch (ProduceException<Null, byte[]> refused)
        {
            Complete(place, sequence, Outcome.Failed, null, refused.Error.Code.ToString());
            _sequences[place]++;
            return true;
        }
    }

    private void Report(int place, long sequence, DeliveryReport<Null, byte[]> report)
    {
        var outcome = report.Status switch
        {
            PersistenceStatus.Persisted => Outcome.Ok,
            PersistenceStatus.NotPersisted => Outcome.Failed,
            _ => Outcome.Unknown,
        };
        var known = outcome == Outcome.Ok && report.Offset.Value >= 0;
        Complete(place, sequence, outcome, known ? report.Offset.Value : null, outcome == Outcome.Ok ? null : report.Error.Code.ToString());
    }

    private void Complete(int place, long sequence, Outcome outcome, long? offset, string? error)
    {
        lock (_pending)
        {
            if (_pending.Remove((place, sequence), out var times))
            {
                Record(place, sequence, times, outcome, offset, error);
            }
        }
    }

    private void Record(int place, long sequence, (TimeSpan Scheduled, TimeSpan Invoked) times, Outcome outcome, long? offset, string? error) =>
        _recorder.Record(new SendOperation(
            _name, _partitions[place].Topic, _partitions[place].Partition.Value, sequence, times.Scheduled, times.Invoked, outcome, offset, error)
        { At = _recorder.Now });
}
