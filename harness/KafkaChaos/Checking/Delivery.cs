using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>One record that a consumer was handed, with what is known of it.</summary>
/// <param name="Handed">As recorded.</param>
/// <param name="Reader">For whom.</param>
/// <param name="Log">Its partition.</param>
/// <param name="Session">Who sent it; null where nobody did.</param>
/// <param name="Sent">What its send came to, and where the final read found it; null where nobody sent it.</param>
/// <param name="Turn">Unique for the stretch in which the consumer had the partition without a change of its assignment.</param>
/// <param name="Before">The offset that it was handed before in this turn; null for the first.</param>
/// <param name="Highest">The highest offset that it was handed before in this turn; null for the first.</param>
/// <param name="Behind">The latest record of its producer session that it was handed before in this turn, at a lower offset, where that is a later one; else null.</param>
internal sealed record Delivery(ConsumedRecord Handed, Reader Reader, PartitionLog Log, ProducerSession? Session, SentRecord? Sent, int Turn, long? Before, long? Highest, (long Offset, long Sequence)? Behind)
{
    private static readonly ConditionalWeakTable<Trial, IReadOnlyList<Delivery>> Known = [];

    public string Value => Handed.Producer is null ? "a value that no workload writes" : $"{Handed.Producer} #{Handed.Sequence}";

    /// <summary>
    /// Those at which somebody may take offence, in the order of the history: all but a record that was sent and did not
    /// fail, where the final read found it, behind those before it, and with nothing between. One pass serves every checker.
    /// </summary>
    public static IReadOnlyList<Delivery> Odd(Trial trial) => Known.GetValue(trial, Find);

    private static IReadOnlyList<Delivery> Find(Trial trial)
    {
        if (trial.History.HandedCount == 0)
        {
            return [];
        }

        var reads = new FinalReads(trial, Ledger.Of(trial.History));
        return [.. All(trial.History).Where(one => one.IsOdd(reads))];
    }

    private bool IsOdd(FinalReads reads) =>
        Sent is not { Outcome: not Outcome.Failed } sent
        || (sent.Found != Handed.Offset && (sent.Found is not null || reads.Proves(Log)))
        || Behind is not null
        || (Highest is { } highest && (Handed.Offset <= highest || (Handed.Offset - 1 > highest && Log.FoundBetween(highest + 1, Handed.Offset - 1).Any())));

    private static IEnumerable<Delivery> All(History history)
    {
        var ledger = Ledger.Of(history);
        var readers = Reader.All(history);
        var lanes = new Dictionary<(string Consumer, string Topic, int Partition), Lane>();
        var turns = 0;
        foreach (var one in history.HandedAndOthers)
        {
            if (one is AssignmentChanged changed)
            {
                foreach (var partition in changed.Partitions)
                {
                    lanes.Remove((changed.Consumer, partition.Topic, partition.Partition));
                }
            }
            else if (one is ConsumedRecord handed)
            {
                ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(lanes, (handed.Consumer, handed.Topic, handed.Partition), out _);

                // Nothing was ever sent to, or read from, a partition without a log: what is handed from it is nobody's.
                lane ??= new Lane(readers[handed.Consumer], ledger.Log(handed.Topic, handed.Partition) ?? new PartitionLog(handed.Topic, handed.Partition), turns++);
                yield return lane.Next(handed);
            }
        }
    }

    /// <summary>As a flaw, with the lines about its value.</summary>
    /// <param name="text">What is wrong, as it shall stand after the consumer and the record.</param>
    /// <param name="more">Further lines that show it.</param>
    public Flaw Flaw(string text, params Mark[] more) =>
        new(Handed.At, $"{Log.Name} offset {Handed.Offset}, {Value}, {text} ({Handed.Consumer})", [Handed.Producer is null ? Log.MarkOf(Handed.Offset) : Mark.Value(Log.Topic, Log.Partition, Handed.Producer, Handed.Sequence!.Value), .. more]) { Session = Handed.Producer };

    /// <summary>One turn as it goes on.</summary>
    private sealed class Lane(Reader reader, PartitionLog log, int turn)
    {
        // Of each producer session what has the highest sequence.
        private readonly Dictionary<string, (long Offset, long Sequence)> _latest = [];
        private long? _before;
        private long? _highest;

        public Delivery Next(ConsumedRecord handed)
        {
            var session = handed.Producer is null ? null : log.Session(handed.Producer);
            var sent = handed.Sequence is { } sequence ? session?.Of(sequence) : null;
            var delivery = new Delivery(handed, reader, log, session, sent, turn, _before, _highest, BehindOf(handed, sent));
            (_before, _highest) = (handed.Offset, handed.Offset < _highest ? _highest : handed.Offset);
            return delivery;
        }

        // A copy of an earlier record is a duplicate, one at another offset than its own was moved, and a lower offset is a backward read.
        private (long Offset, long Sequence)? BehindOf(ConsumedRecord handed, SentRecord? sent)
        {
            if (sent is not { Copies: <= 1 } record || (record.Found ?? handed.Offset) != handed.Offset || handed.Producer is not { } producer)
            {
                return null;
            }

            ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_latest, producer, out var known);
            if (known && record.Sequence <= latest.Sequence)
            {
                return record.Sequence < latest.Sequence && handed.Offset > latest.Offset ? latest : null;
            }

            latest = (handed.Offset, record.Sequence);
            return null;
        }
    }
}
