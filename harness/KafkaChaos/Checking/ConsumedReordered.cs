namespace KafkaChaos.Checking;

/// <summary>Consumers that were handed a producer session's earlier record behind a later one, at a higher offset.</summary>
internal sealed class ConsumedReordered : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        ConsumedScan.Check(trial, "consumed-reordered", "records were handed over behind a later one of their producer", trial.Expect.Reordered!, Flaws(trial), byFinalRead: false, Counted.Of(trial, trial.Scenario.Expect.Reordered));

    private static IEnumerable<Flaw> Flaws(Trial trial)
    {
        var highest = new Dictionary<(int Turn, string Producer), (long Offset, long Sequence)>();
        foreach (var one in Delivery.All(trial.History))
        {
            // A copy of an earlier record is a duplicate, one at another offset than its own was moved, and a lower offset is a backward read.
            if (one.Sent is not { Copies: <= 1 } sent || (sent.Found ?? one.Handed.Offset) != one.Handed.Offset || one.Handed.Producer is not { } producer)
            {
                continue;
            }

            if (!highest.TryGetValue((one.Turn, producer), out var known) || sent.Sequence > known.Sequence)
            {
                highest[(one.Turn, producer)] = (one.Handed.Offset, sent.Sequence);
            }
            else if (sent.Sequence < known.Sequence && one.Handed.Offset > known.Offset)
            {
                yield return one.Flaw($"came behind #{known.Sequence} at offset {known.Offset}", one.Log.MarkOf(one.Session!, known.Sequence));
            }
        }
    }
}
