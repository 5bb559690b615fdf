using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>What consumers were handed, gone through once for all checkers: what is kept of it is what somebody may take offence at, and how far each reader came.</summary>
internal sealed class Consumption
{
    private static readonly ConditionalWeakTable<Trial, Consumption> Known = [];

    private readonly Ledger _ledger;
    private readonly Dictionary<string, ClientStarted> _clients;
    private readonly Dictionary<string, Reader> _readers = [];
    private readonly Dictionary<string, long> _handed = [];
    private readonly Dictionary<(string Reader, string Topic, int Partition), Progress> _progress = [];
    private readonly List<Delivery> _odd = [];

    private Consumption(Trial trial)
    {
        _ledger = Ledger.Of(trial.History);
        _clients = trial.History.Of<ClientStarted>().Where(client => client.Kind == ClientKind.Consumer).GroupBy(client => client.Client).ToDictionary(group => group.Key, group => group.Last());
        foreach (var changed in trial.History.Of<AssignmentChanged>())
        {
            Assign(changed);
        }

        var reads = FinalReads.Of(trial);
        var turns = new Dictionary<(string Consumer, string Topic, int Partition), (Turn Turn, Progress? Progress)>();
        var count = 0;
        foreach (var one in trial.History.HandedAndOthers)
        {
            if (one is AssignmentChanged changed)
            {
                foreach (var partition in changed.Partitions)
                {
                    turns.Remove((changed.Consumer, partition.Topic, partition.Partition));
                }
            }
            else if (one is ConsumedRecord handed)
            {
                ref var turn = ref CollectionsMarshal.GetValueRefOrAddDefault(turns, (handed.Consumer, handed.Topic, handed.Partition), out var known);
                if (!known)
                {
                    turn = Begin(handed, count++);
                }

                CollectionsMarshal.GetValueRefOrAddDefault(_handed, handed.Consumer, out _)++;
                turn.Progress?.Add(handed);
                if (turn.Turn.Next(handed) is var delivery && delivery.IsOdd(reads))
                {
                    _odd.Add(delivery);
                }
            }
        }
    }

    /// <summary>Those at which somebody may take offence, in the order of the history.</summary>
    public IReadOnlyList<Delivery> Odd => _odd;

    /// <summary>By consumer, of all that had a partition or were handed a record.</summary>
    public IReadOnlyDictionary<string, Reader> Readers => _readers;

    /// <summary>How many records each consumer was handed; of those who were handed any.</summary>
    public IReadOnlyDictionary<string, long> Handed => _handed;

    /// <summary>Of each reader in each partition that it ever had and of which anything is known.</summary>
    public IReadOnlyCollection<Progress> Progress => _progress.Values;

    public static Consumption Of(Trial trial) => Known.GetValue(trial, one => new Consumption(one));

    private void Assign(AssignmentChanged changed)
    {
        var reader = ReaderOf(changed.Consumer);
        if (changed.Change == AssignmentChange.Assigned)
        {
            foreach (var partition in changed.Partitions)
            {
                ProgressOf(reader, partition.Topic, partition.Partition)?.Assign(changed.At);
            }
        }
    }

    private (Turn, Progress?) Begin(ConsumedRecord handed, int number)
    {
        var reader = ReaderOf(handed.Consumer);

        // Nothing was ever sent to, or read from, a partition without a log: what is handed from it is nobody's.
        var log = _ledger.Log(handed.Topic, handed.Partition) ?? new PartitionLog(handed.Topic, handed.Partition);
        return (new Turn(reader, log, number), ProgressOf(reader, handed.Topic, handed.Partition));
    }

    private Reader ReaderOf(string consumer)
    {
        if (!_readers.TryGetValue(consumer, out var reader))
        {
            _readers[consumer] = reader = Reader.Of(consumer, _clients.GetValueOrDefault(consumer));
        }

        return reader;
    }

    // Of a partition of which nothing is known nothing can be missed.
    private Progress? ProgressOf(Reader reader, string topic, int partition)
    {
        if (_ledger.Log(topic, partition) is not { } log)
        {
            return null;
        }

        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_progress, (reader.Name, topic, partition), out _);
        return known ??= new Progress(reader, log);
    }
}
