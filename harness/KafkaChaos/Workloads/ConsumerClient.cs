using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>One consumer: reads from its partitions' beginnings, and records what it is handed and which partitions it has.</summary>
internal sealed class ConsumerClient : IDisposable
{
    private readonly string _name;
    private readonly Recorder _recorder;
    private readonly Action<TopicPartition, long> _reached;
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private volatile bool _reads;

    /// <param name="bootstrap">The brokers.</param>
    /// <param name="load">How it reads.</param>
    /// <param name="name">Its identity.</param>
    /// <param name="recorder">Gets what it is handed.</param>
    /// <param name="reached">Called with the next offset of a partition that it read.</param>
    public ConsumerClient(string bootstrap, ConsumerLoad load, string name, Recorder recorder, Action<TopicPartition, long> reached)
    {
        (_name, _recorder, _reached) = (name, recorder, reached);
        var config = ConsumerSettings.Of(load, bootstrap, name);
        recorder.Record(new ClientStarted(name, ClientKind.Consumer, ClientSettings.Described(config)) { At = recorder.Now, Group = load.Group });
        _consumer = new ConsumerBuilder<Ignore, byte[]>(config)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .SetPartitionsAssignedHandler((_, partitions) => Changed(AssignmentChange.Assigned, partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Changed(AssignmentChange.Revoked, partitions.Select(one => one.TopicPartition)))
            .SetPartitionsLostHandler((_, partitions) => Changed(AssignmentChange.Lost, partitions.Select(one => one.TopicPartition)))
            .Build();
    }

    /// <summary>Whether it was handed a record. That it reached the end of an empty partition is not enough.</summary>
    public bool Reads => _reads;

    private static TimeSpan PollTimeout { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Joins its group for these topics.</summary>
    public void Subscribe(IEnumerable<string> topics) => _consumer.Subscribe(topics);

    /// <summary>Reads these partitions from their beginnings, and no others.</summary>
    public void Assign(IReadOnlyList<TopicPartition> partitions)
    {
        Changed(AssignmentChange.Assigned, partitions);
        _consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
    }

    /// <summary>Reads until <paramref name="stop"/> on a thread of its own, then leaves its group.</summary>
    public Task RunAsync(CancellationToken stop) => OwnThread.RunAsync(() => Run(stop));

    public void Dispose() => _consumer.Dispose();

    private void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (_consumer.Consume(PollTimeout) is { } found)
                {
                    Take(found);
                }
            }
            catch (ConsumeException problem) when (problem.Error.IsFatal)
            {
                _recorder.Record(new ConsumerFailed(_name, $"{problem.Error.Code}: {problem.Error.Reason}") { At = _recorder.Now });
                return;
            }
            catch (ConsumeException)
            {
                // The client goes on by itself. What it misses by it, the checkers find.
            }
        }

        Leave();
    }

    private void Leave()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException)
        {
            // Its group notices at the end of its session.
        }
    }

    private void Take(ConsumeResult<Ignore, byte[]> found)
    {
        if (found.IsPartitionEOF)
        {
            _reached(found.TopicPartition, found.Offset.Value);
            return;
        }

        _reads = true;
        var value = RecordValue.Read(found.Message.Value);
        _recorder.Record(new ConsumedRecord(_name, found.Topic, found.Partition.Value, found.Offset.Value, value?.Producer, value?.Sequence) { At = _recorder.Now });
        _reached(found.TopicPartition, found.Offset.Value + 1);
    }

    private void Changed(AssignmentChange change, IEnumerable<TopicPartition> partitions) =>
        _recorder.Record(new AssignmentChanged(_name, change, [.. partitions.Select(one => new PartitionReference(one.Topic, one.Partition.Value))]) { At = _recorder.Now });
}
