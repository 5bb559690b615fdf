using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>One client of a producer, with an identity and sequences of its own, from its start until it gives up for good or the load ends.</summary>
internal sealed class ProducerClient : IDisposable
{
    private readonly ProducerLoad _load;
    private readonly Recorder _recorder;
    private readonly string _name;
    private readonly IReadOnlyList<TopicPartition> _partitions;
    private readonly long[] _sequences;
    private readonly IProducer<Null, byte[]> _producer;
    private readonly Dictionary<(int Place, long Sequence), (TimeSpan Scheduled, TimeSpan Invoked)> _pending = [];
    private volatile bool _gaveUp;

    /// <param name="bootstrap">The brokers.</param>
    /// <param name="partitions">Where it writes.</param>
    /// <param name="load">How.</param>
    /// <param name="name">Its identity, in every record.</param>
    /// <param name="recorder">Gets every outcome.</param>
    public ProducerClient(string bootstrap, IReadOnlyList<TopicPartition> partitions, ProducerLoad load, string name, Recorder recorder)
    {
        (_load, _recorder, _name, _partitions) = (load, recorder, name, partitions);
        _sequences = new long[partitions.Count];
        _producer = new ProducerBuilder<Null, byte[]>(ProducerSettings.Of(load, bootstrap, name))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Fail(error))
            .Build();
    }

    /// <summary>Whether its client can never write again, as after an error of sequence numbers.</summary>
    public bool GaveUp => _gaveUp;

    private static TimeSpan FlushSlice { get; } = TimeSpan.FromMilliseconds(200);

    /// <returns>False where it cannot take a record now.</returns>
    public bool TrySend(int place, TimeSpan scheduled)
    {
        if (_gaveUp)
        {
            return false;
        }

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
        catch (ProduceException<Null, byte[]> refused)
        {
            if (SendOutcome.OfRefusal(refused.Error.Code) is not { } outcome)
            {
                // Due still: the next turn tries again, and the schedule shows how long it waited.
                lock (_pending)
                {
                    _pending.Remove((place, sequence));
                }

                return false;
            }

            Complete(place, sequence, outcome, null, refused.Error.Code.ToString());
            _sequences[place]++;
            return true;
        }
    }

    /// <summary>Waits for the outstanding delivery reports; what has none by then is recorded as unknown.</summary>
    /// <remarks>Takes at most <see cref="ProducerSettings.MessageTimeout"/>: every record has its report by then.</remarks>
    /// <param name="token">What has no report when it is cancelled is unknown, too.</param>
    public void Flush(CancellationToken token)
    {
        var began = _recorder.Now;
        // A client that gave up sends nothing any more, and lets what it still holds run into its time-out.
        var patience = _gaveUp ? FlushSlice : ProducerSettings.MessageTimeout;
        while (!token.IsCancellationRequested && _recorder.Now - began < patience && _producer.Flush(FlushSlice) > 0)
        {
        }

        lock (_pending)
        {
            foreach (var ((place, sequence), times) in _pending)
            {
                Record(place, sequence, times, Outcome.Unknown, null, _gaveUp ? "its client gave up before it had a delivery report" : "no delivery report by the end of the run");
            }

            _pending.Clear();
        }
    }

    public void Dispose() => _producer.Dispose();

    private void Fail(Error error)
    {
        if (error.IsFatal)
        {
            _gaveUp = true;
            _recorder.Record(new ProducerFailed(_name, $"{error.Code}: {error.Reason}") { At = _recorder.Now });
        }
    }

    private void Report(int place, long sequence, DeliveryReport<Null, byte[]> report)
    {
        var outcome = SendOutcome.Of(report.Status);
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
