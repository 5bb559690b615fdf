using System.Runtime.InteropServices;
using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>A stretch in which a consumer had a partition without a change of its assignment, as it goes on.</summary>
/// <param name="reader">For whom it has it.</param>
/// <param name="log">The partition's.</param>
/// <param name="turn">Unique among all.</param>
internal sealed class Turn(Reader reader, PartitionLog log, int turn)
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
