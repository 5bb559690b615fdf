using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Runs;

/// <summary>Whether every producer has shown that it can write: each that asks for acknowledgements has one of each of its partitions, in a transaction that was committed where it writes such.</summary>
/// <remarks>Clients connect, and the brokers make the topics of groups and transactions, when they are first asked to: how long that takes says nothing of how a cluster bears a fault.</remarks>
internal sealed class WarmUp
{
    private readonly Load _load;
    private readonly Lock _lock = new();
    private readonly HashSet<(string Producer, string Topic, int Partition)> _cold;

    // By producer session and number.
    private readonly Dictionary<(string, long), HashSet<(string Topic, int Partition)>> _open = [];

    public WarmUp(Load load, Topology topology)
    {
        _load = load;
        _cold = [.. from producer in load.Producers
                    where producer.Acks != Acks.None
                    from topic in topology.Topics
                    where producer.Writes(topic.Name)
                    from partition in Enumerable.Range(0, topic.Partitions)
                    select (producer.Name, topic.Name, partition)];
    }

    /// <summary>What is still waited for, as <c>orders/0 of shop</c>; empty when all is warm.</summary>
    public IReadOnlyList<string> Cold
    {
        get
        {
            lock (_lock)
            {
                return [.. _cold.Select(one => $"{one.Topic}/{one.Partition} of {one.Producer}").Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>An event of the run, from whichever thread it comes.</summary>
    public void Add(HistoryEvent one)
    {
        lock (_lock)
        {
            if (one is TransactionEnded { End: TransactionEnd.Commit, Outcome: Outcome.Ok } end && _open.Remove((end.Producer, end.Transaction), out var committed))
            {
                Warm(end.Producer, committed);
            }
        }
    }

    /// <summary>A record that was acknowledged, on whichever thread.</summary>
    public void Add(Acknowledgement one)
    {
        lock (_lock)
        {
            if (one.Transaction is { } number)
            {
                (_open.TryGetValue((one.Producer, number), out var partitions) ? partitions : _open[(one.Producer, number)] = []).Add((one.Topic, one.Partition));
            }
            else
            {
                Warm(one.Producer, [(one.Topic, one.Partition)]);
            }
        }
    }

    private void Warm(string session, IEnumerable<(string Topic, int Partition)> partitions)
    {
        if (_cold.Count > 0 && _load.Producers.FirstOrDefault(producer => _load.IsOf(producer, session)) is { } owner)
        {
            _cold.ExceptWith(partitions.Select(one => (owner.Name, one.Topic, one.Partition)));
        }
    }
}
