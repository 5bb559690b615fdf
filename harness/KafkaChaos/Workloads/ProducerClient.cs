using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>One client of a producer, with an identity and sequences of its own, from its start until it gives up for good or the load ends.</summary>
/// <remarks>One thread sends; the client's own thread brings the delivery reports.</remarks>
internal sealed class ProducerClient : IDisposable
{
    private readonly ProducerLoad _load;
    private readonly Recorder _recorder;
    private readonly RecordRoute _route;
    private readonly long[] _sequences;
    private readonly IProducer<byte[]?, byte[]> _producer;
    private readonly Transactions? _transactions;

    // Where a load is as fast as possible: enough to keep several batches to each broker on their way, and not so many that
    // the collector has more to do with what waits than the client has with what it sends.
    internal const int MostOut = 20_000;

    // All that were ever needed at once, and those of them that have no record now.
    private readonly List<SentRecord> _sent = [];
    private readonly ConcurrentQueue<SentRecord> _free = new();
    private readonly AutoResetEvent _room = new(false);

    // How many records may be out at a time.
    private int _most;
    private bool _isFull;
    private volatile bool _awaited;
    private volatile bool _gaveUp;

    /// <param name="bootstrap">The brokers.</param>
    /// <param name="route">Where it writes.</param>
    /// <param name="load">How.</param>
    /// <param name="name">Its identity, in every record.</param>
    /// <param name="recorder">Gets every outcome.</param>
    public ProducerClient(string bootstrap, RecordRoute route, ProducerLoad load, string name, Recorder recorder)
    {
        (_load, _recorder, Name, _route) = (load, recorder, name, route);
        _sequences = new long[route.Partitions.Count];
        var config = ProducerSettings.Of(load, bootstrap, name);
        recorder.Record(new ClientStarted(name, ClientKind.Producer, ClientSettings.Described(config)) { At = recorder.Now });
        _producer = new ProducerBuilder<byte[]?, byte[]>(config)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Fail(error))
            .Build();
        _transactions = load.TransactionRecords > 0 ? new Transactions(_producer, load, name, recorder, GiveUp) : null;
        _most = _transactions is null ? route.Partitions.Count : Most;
    }

    public string Name { get; }

    /// <summary>Now, on the run's clock.</summary>
    public TimeSpan Now => _recorder.Now;

    /// <summary>Whether its client can never write again, as after an error of sequence numbers.</summary>
    public bool GaveUp => _gaveUp;

    /// <summary>How many records may be out at a time once its load has begun: where it is as fast as possible, it is this that bounds it.</summary>
    private int Most => double.IsInfinity(_load.Rate) ? MostOut : int.MaxValue;

    private static TimeSpan FlushSlice { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What a delivery report of this client comes to.</summary>
    public Outcome OutcomeOf(PersistenceStatus status) => SendOutcome.Of(status, _load.Acks);

    /// <summary>Its load begins. Until then it has no more records out than it writes to partitions, but for those of transactions, which are waited for in any case.</summary>
    /// <remarks>
    /// What is sent before a broker has served its first record waits for long. librdkafka (2.15.1) then asks for events without a pause,
    /// on a thread a broker, as long as five records of an idempotent producer are out in a partition and more wait.
    /// </remarks>
    public void Begin() => _most = Most;

    /// <param name="number">Of the record, over all partitions.</param>
    /// <param name="scheduled">When it was due; null for now.</param>
    /// <param name="stop">Ends the wait for the end of a transaction, which <see cref="Flush"/> goes on with.</param>
    /// <returns>False where it cannot take a record now.</returns>
    public bool TrySend(long number, TimeSpan? scheduled, CancellationToken stop)
    {
        var transaction = default(long?);
        if (_gaveUp || (_transactions is not null && (transaction = _transactions.Open()) is null))
        {
            return false;
        }

        var (log, key) = _route[number];
        var partition = _route.Partitions[log];
        var invoked = _recorder.Now;
        if (Free() is not { } sent)
        {
            return false;
        }

        sent.Begin(partition, _sequences[log], scheduled ?? invoked, invoked, transaction);
        var message = new Message<byte[]?, byte[]> { Key = key, Value = RecordValue.Write(Name, _sequences[log], _load.RecordBytes) };
        try
        {
            if (key is null)
            {
                _producer.Produce(partition, message, sent.Report);
            }
            else
            {
                _producer.Produce(partition.Topic, message, sent.Report);
            }
        }
        catch (ProduceException<byte[]?, byte[]> refused)
        {
            if (SendOutcome.OfRefusal(refused.Error.Code) is not { } outcome)
            {
                // Due still: the next turn tries again, and the schedule shows how long it waited.
                sent.Withdraw();
                _free.Enqueue(sent);
                return false;
            }

            sent.Complete(outcome, refused.Error.Code.ToString());
        }

        _sequences[log]++;
        _transactions?.Sent(stop);
        return true;
    }

    /// <summary>Waits until it may be able to take a record again.</summary>
    public void AwaitRoom(CancellationToken stop)
    {
        // To tell somebody for each report whether anybody waits or not would cost more than the report.
        _awaited = true;
        if (!_isFull || !HasRoom())
        {
            WaitHandle.WaitAny([stop.WaitHandle, _room], FlushSlice);
        }

        _awaited = false;
    }

    /// <summary>Ends its transaction and waits for the outstanding delivery reports; what has none by then is recorded as unknown.</summary>
    /// <remarks>Takes at most its <c>message.timeout.ms</c>: every record has its report by then.</remarks>
    /// <param name="token">What has no report when it is cancelled is unknown, too.</param>
    public void Flush(CancellationToken token)
    {
        _transactions?.End(token);
        var began = _recorder.Now;

        // A client that gave up sends nothing any more, and lets what it still holds run into its time-out.
        var patience = _gaveUp ? FlushSlice : ProducerSettings.MessageTimeout(_load);
        while (!token.IsCancellationRequested && _recorder.Now - began < patience && _producer.Flush(FlushSlice) > 0)
        {
        }

        foreach (var sent in _sent)
        {
            sent.Complete(Outcome.Unknown, _gaveUp ? "its client gave up before it had a delivery report" : "no delivery report by the end of the run");
        }
    }

    public void Dispose()
    {
        _producer.Dispose();
        _room.Dispose();
    }

    public void Record(in RecordOrigin of, in RecordFields send, SentRecord sent)
    {
        _free.Enqueue(sent);
        _recorder.Record(of, send);
        if (_awaited && (!_isFull || HasRoom()))
        {
            _room.Set();
        }
    }

    // Who has a whole batch to send need not be woken for each record of it.
    private bool HasRoom() => _free.Count >= (_sent.Count < MostOut ? 1 : MostOut / 4);

    /// <summary>Null where as much is out as may be.</summary>
    private SentRecord? Free()
    {
        if (!_free.TryDequeue(out var sent) && _sent.Count < _most)
        {
            _sent.Add(sent = new SentRecord(this));
        }

        _isFull = sent is null;
        return sent;
    }

    private void Fail(Error error)
    {
        if (error.IsFatal)
        {
            GiveUp(SendOutcome.OfFatal(error.Code), $"{error.Code}: {error.Reason}");
        }
    }

    private void GiveUp(ProducerFailure failure, string reason)
    {
        if (_gaveUp)
        {
            return;
        }

        _gaveUp = true;
        _recorder.Record(new ProducerFailed(Name, failure, reason) { At = _recorder.Now });
        _room.Set();
    }
}
