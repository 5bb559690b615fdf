using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Every record of a history: what was sent, acknowledged and found, in one dense structure for all checkers.</summary>
internal sealed class Ledger
{
    private static readonly ConditionalWeakTable<History, Ledger> Known = [];

    private readonly Dictionary<(string, int), PartitionLog> _logs = [];

    public IReadOnlyCollection<PartitionLog> Logs => _logs.Values;

    public long Acknowledged { get; private set; }

    /// <summary>Sends whose outcome is unknown, by the client's error.</summary>
    public SortedDictionary<string, long> Unknown { get; } = new(StringComparer.Ordinal);

    public long Failed { get; private set; }

    /// <summary>Records that the final read found.</summary>
    public long Read { get; private set; }

    /// <summary>What became of the transactions.</summary>
    public required TransactionFates Fates { get; init; }

    /// <summary>When records were due.</summary>
    public Dues Dues { get; } = new();

    /// <summary>How long acknowledgements took.</summary>
    public required Latencies Latencies { get; init; }

    /// <exception cref="InvalidOperationException">One record has two outcomes, or a negative sequence: the history contradicts itself.</exception>
    public static Ledger Of(History history) => Known.GetValue(history, Build);

    public PartitionLog? Log(PartitionName partition) => Log(partition.Topic, partition.Partition);

    public PartitionLog? Log(string topic, int partition) => _logs.GetValueOrDefault((topic, partition));

    private static Ledger Build(History history)
    {
        var ledger = new Ledger { Fates = new TransactionFates(history), Latencies = new Latencies(history) };
        foreach (var send in history.Of<SendOperation>())
        {
            ledger.Add(send);
        }

        foreach (var session in ledger.Logs.SelectMany(log => log.Sessions))
        {
            session.Acknowledgements.TrimExcess();
        }

        // After all sends: what was read counts as sent even where its delivery report came later.
        foreach (var read in history.Of<ReadRecord>())
        {
            ledger.Read++;
            ledger.LogOf(read.Topic, read.Partition).Add(read);
        }

        foreach (var end in history.Of<ReadEnded>())
        {
            ledger.LogOf(end.Topic, end.Partition).End = end;
        }

        return ledger;
    }

    private void Add(SendOperation send)
    {
        var outcome = Fates.OutcomeOf(send);
        LogOf(send.Topic, send.Partition).Add(send, outcome, send.Transaction is { } number ? Fates.CommitOf(send.Producer, number) : null);
        Latencies.Add(send);
        Dues.Add(send.Scheduled);
        switch (outcome)
        {
            case Outcome.Ok:
                Acknowledged++;
                break;
            case Outcome.Failed:
                Failed++;
                break;
            default:
                CountUnknown(send.Error ?? (send.Transaction is null ? "no error named" : "the end of its transaction is unknown"));
                break;
        }
    }

    private void CountUnknown(string error) => Unknown[error] = Unknown.GetValueOrDefault(error) + 1;

    private PartitionLog LogOf(string topic, int partition)
    {
        ref var log = ref CollectionsMarshal.GetValueRefOrAddDefault(_logs, (topic, partition), out _);
        return log ??= new PartitionLog(topic, partition);
    }
}
