using System.Collections.Concurrent;

namespace KafkaChaos.Histories;

/// <summary>What the observations of a run say of the cluster now: the sum of the events until here.</summary>
public sealed class ClusterState
{
    private readonly ConcurrentDictionary<int, BrokerRegistration> _brokers = new();
    private readonly ConcurrentDictionary<string, MemberRole> _roles = new();
    private readonly ConcurrentDictionary<(string, int), PartitionState> _partitions = new();
    private readonly ConcurrentDictionary<(string, int), ReplicaAssignment> _assignments = new();

    // A name by itself is hashed much faster than in a pair, and this is done for every record.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, Counter>> _acknowledged = new();
    private readonly Counter _written = new();

    // A producer mostly writes to one topic.
    private TopicCounters? _last;

    /// <summary>The last that was seen of it; null before the first look.</summary>
    public ControllerSeen? Controller { get; private set; }

    /// <summary>By broker id.</summary>
    public IReadOnlyDictionary<int, BrokerRegistration> Brokers => _brokers;

    /// <summary>By ensemble member.</summary>
    public IReadOnlyDictionary<string, MemberRole> Roles => _roles;

    /// <summary>By topic and partition.</summary>
    public IReadOnlyDictionary<(string Topic, int Partition), PartitionState> Partitions => _partitions;

    /// <summary>By topic and partition.</summary>
    public IReadOnlyDictionary<(string Topic, int Partition), ReplicaAssignment> Assignments => _assignments;

    /// <summary>Acknowledged records of all partitions.</summary>
    public long Acknowledged => _acknowledged.Values.SelectMany(partitions => partitions.Values).Sum(counter => counter.Count);

    /// <summary>Acknowledged records of one partition.</summary>
    public long AcknowledgedIn(string topic, int partition) => _acknowledged.TryGetValue(topic, out var partitions) && partitions.TryGetValue(partition, out var counter) ? counter.Count : 0;

    /// <summary>Writes of the quorum probe that succeeded, in ZooKeeper's mode through its session across all members.</summary>
    public long Written => _written.Count;

    public void Add(HistoryEvent one)
    {
        switch (one)
        {
            case BrokerRegistration registration:
                _brokers[registration.Broker] = registration;
                break;
            case ControllerSeen controller:
                Controller = controller;
                break;
            case MemberRole role:
                _roles[role.Node] = role;
                break;
            case PartitionState state:
                _partitions[(state.Topic, state.Partition)] = state;
                break;
            case ReplicaAssignment assignment:
                _assignments[(assignment.Topic, assignment.Partition)] = assignment;
                break;
            case QuorumWrite { Outcome: Outcome.Ok, Session: null }:
                _written.Add();
                break;
        }
    }

    internal void Add(Acknowledgement one) => CounterOf(one.Topic, one.Partition).Add();

    private Counter CounterOf(string topic, int partition)
    {
        var last = _last;
        if (!ReferenceEquals(last?.Topic, topic))
        {
            _last = last = new TopicCounters(topic, _acknowledged.GetOrAdd(topic, _ => new()));
        }

        return last!.Partitions.GetOrAdd(partition, _ => new());
    }

    private sealed record TopicCounters(string Topic, ConcurrentDictionary<int, Counter> Partitions);

    private sealed class Counter
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }
}
