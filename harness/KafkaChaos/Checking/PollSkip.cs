using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Records that a consumer went past without being handed them, while it had their partition without a change.</summary>
internal sealed class PollSkip : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        ConsumedScan.Check(trial, "poll-skip", "records were gone past", Limit.AtMost(0L), Skips(trial).Select(Flaw), byFinalRead: true, Counted.WhereLost(trial));

    /// <summary>What was gone past and did not come later in the same turn, where it is a backward read.</summary>
    internal static IEnumerable<Skip> Skips(Trial trial)
    {
        var open = new Dictionary<(int Turn, long Offset), Skip>();
        foreach (var one in Consumption.Of(trial).Odd)
        {
            if (one.Log.IsFound(one.Handed))
            {
                open.Remove((one.Turn, one.Handed.Offset));
            }

            if (one.Highest is { } highest && one.Handed.Offset - 1 > highest)
            {
                foreach (var offset in one.Log.FoundBetween(highest + 1, one.Handed.Offset - 1))
                {
                    open.TryAdd((one.Turn, offset), new Skip(one, offset));
                }
            }
        }

        return open.Values;
    }

    private static Flaw Flaw(Skip skip)
    {
        var (one, before) = (skip.After, skip.After.Highest!.Value);
        return new(one.Handed.At, $"{one.Log.Name} offset {skip.Offset}, {one.Log.ValueAt(skip.Offset)}, was gone past: {one.Handed.Consumer} was handed {before} and then {one.Handed.Offset}", one.Log.MarkOf(skip.Offset), one.Log.MarkOf(one.Handed.Offset)) { Session = one.Log.ProducerAt(skip.Offset) };
    }

    /// <param name="After">The first that was handed over beyond it.</param>
    /// <param name="Offset">What was gone past.</param>
    internal sealed record Skip(Delivery After, long Offset);
}
