using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Consumers that were handed a record at or below the one before it, without a change of their partitions.</summary>
internal sealed class BackwardRead : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        ConsumedScan.Check(trial, "backward-read", "records were handed over at or below the one before", Limit.AtMost(0L), Flaws(trial), byFinalRead: false, Counted.WhereLost(trial));

    private static IEnumerable<Flaw> Flaws(Trial trial) =>
        from one in Consumption.Of(trial).Odd
        where one.Handed.Offset <= one.Before
        select one.Flaw($"came after offset {one.Before}", one.Log.MarkOf(one.Before!.Value));
}
