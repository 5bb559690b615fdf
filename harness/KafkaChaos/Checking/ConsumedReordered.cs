namespace KafkaChaos.Checking;

/// <summary>Consumers that were handed a producer session's earlier record behind a later one, at a higher offset.</summary>
internal sealed class ConsumedReordered : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        ConsumedScan.Check(trial, "consumed-reordered", "records were handed over behind a later one of their producer", trial.Expect.Reordered!, Flaws(trial), byFinalRead: false, Counted.Of(trial, trial.Scenario.Expect.Reordered));

    private static IEnumerable<Flaw> Flaws(Trial trial) =>
        from one in Consumption.Of(trial).Odd
        where one.Behind is not null
        let later = one.Behind!.Value
        select one.Flaw($"came behind #{later.Sequence} at offset {later.Offset}", one.Log.MarkOf(one.Session!, later.Sequence));
}
