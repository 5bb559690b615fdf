using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Values handed to consumers at one offset and found by the final read at another, and not there.</summary>
internal sealed class ConsumedMoved : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        ConsumedScan.Check(trial, "consumed-moved", "records were handed over at another offset than the final read found them at", Limit.AtMost(0L), Flaws(trial), byFinalRead: true, Counted.WhereLost(trial));

    // Of a value at several offsets only the lowest is known; it is a duplicate, and judged as that.
    private static IEnumerable<Flaw> Flaws(Trial trial) =>
        Consumption.Of(trial).Odd
            .Where(one => one.Sent is { Outcome: not Outcome.Failed, Found: { } found, Copies: 1 } && found != one.Handed.Offset)
            .DistinctBy(one => (one.Log.Name, one.Handed.Offset, one.Value))
            .Select(one => one.Flaw($"was found at offset {one.Sent!.Value.Found} by the final read"));
}
