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
internal sealed record Delivery(ConsumedRecord Handed, Reader Reader, PartitionLog Log, ProducerSession? Session, SentRecord? Sent, int Turn, long? Before, long? Highest)
{
    public string Value => Handed.Producer is null ? "a value that no workload writes" : $"{Handed.Producer} #{Handed.Sequence}";

    /// <summary>In the order of the history.</summary>
    public static IEnumerable<Delivery> All(History history)
    {
        if (!history.Of<ConsumedRecord>().Any())
        {
            yield break;
        }

        var ledger = Ledger.Of(history);
        var readers = Reader.All(history);
        var lanes = new Dictionary<(string Consumer, string Topic, int Partition), Lane>();
        var turns = 0;
        foreach (var one in history.Events)
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
        private long? _before;
        private long? _highest;

        public Delivery Next(ConsumedRecord handed)
        {
            var session = handed.Producer is null ? null : log.Session(handed.Producer);
            var delivery = new Delivery(handed, reader, log, session, handed.Sequence is { } sequence ? session?.Of(sequence) : null, turn, _before, _highest);
            (_before, _highest) = (handed.Offset, handed.Offset < _highest ? _highest : handed.Offset);
            return delivery;
        }
    }
}
