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
            if (one is SendOperation { Outcome: Outcome.Ok, Transaction: null } send)
            {
                Warm(send.Producer, [(send.Topic, send.Partition)]);
            }
            else if (one is SendOperation { Outcome: Outcome.Ok, Transaction: { } number } inside)
            {
                (_open.TryGetValue((inside.Producer, number), out var partitions) ? partitions : _open[(inside.Producer, number)] = []).Add((inside.Topic, inside.Partition));
            }
            else if (one is TransactionEnded { End: TransactionEnd.Commit, Outcome: Outcome.Ok } end && _open.Remove((end.Producer, end.Transaction), out var committed))
            {
                Warm(end.Producer, committed);
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
