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

    public long Sent { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>Sends whose outcome is unknown, by the client's error.</summary>
    public SortedDictionary<string, long> Unknown { get; } = new(StringComparer.Ordinal);

    /// <summary>Sends that came to nothing, with or without the end of their transaction.</summary>
    public long Failed { get; private set; }

    /// <summary>Sends that failed by themselves, by the client's error: how many, and when the first did.</summary>
    public Dictionary<string, (long Count, TimeSpan First)> Failures { get; } = [];

    /// <summary>Records that the final read found.</summary>
    public long Read { get; private set; }

    public required Transactions Transactions { get; init; }

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
        var ledger = new Ledger { Transactions = new Transactions(new TransactionFates(history)), Latencies = new Latencies(history) };
        ledger.AddSends(history.Sends());

        // After all sends: what was read counts as sent even where its delivery report came later.
        ledger.AddReads(history.Reads());
        foreach (var end in history.Of<ReadEnded>())
        {
            ledger.LogOf(end.Topic, end.Partition).End = end;
        }

        return ledger;
    }

    private void AddSends(RecordStream.Reader sends)
    {
        var places = new List<(PartitionLog Log, ProducerSession Session)>();
        while (sends.Next(out var send))
        {
            if (sends.Number == places.Count)
            {
                var log = LogOf(sends.Origin.Topic, sends.Origin.Partition);
                places.Add((log, log.SessionOf(sends.Origin.Producer!)));
            }

            Add(places[sends.Number].Log, places[sends.Number].Session, send);
        }

        foreach (var (_, session) in places)
        {
            session.Acknowledgements.Trim();
        }
    }

    private void AddReads(RecordStream.Reader reads)
    {
        var places = new List<(string? Producer, PartitionLog Log, ProducerSession? Session)>();
        while (reads.Next(out var read))
        {
            if (reads.Number == places.Count)
            {
                var (producer, log) = (reads.Origin.Producer, LogOf(reads.Origin.Topic, reads.Origin.Partition));
                places.Add((producer, log, producer is null ? null : log.Session(producer)));
            }

            Read++;
            var place = places[reads.Number];
            place.Log.Add(place.Producer, place.Session, read);
        }
    }

    private void Add(PartitionLog log, ProducerSession session, in RecordFields send)
    {
        var outcome = Transactions.OutcomeOf(session.Producer, send);
        log.Add(session, send, outcome, Transactions.CommitOf(session.Producer, send));
        Transactions.Add(log, session, send);
        Latencies.Add(send);
        Dues.Add(send.Scheduled);
        Sent++;
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

        if (send.Outcome == Outcome.Failed)
        {
            CountFailure(send.Error ?? "no error named", send.At);
        }
    }

    private void CountFailure(string error, TimeSpan at) =>
        Failures[error] = Failures.TryGetValue(error, out var known) ? (known.Count + 1, known.First < at ? known.First : at) : (1, at);

    private void CountUnknown(string error) => Unknown[error] = Unknown.GetValueOrDefault(error) + 1;

    private PartitionLog LogOf(string topic, int partition)
    {
        ref var log = ref CollectionsMarshal.GetValueRefOrAddDefault(_logs, (topic, partition), out _);
        return log ??= new PartitionLog(topic, partition);
    }
}
