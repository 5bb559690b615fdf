using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Values handed to consumers whose send certainly failed. Those of transactions are judged with their transactions.</summary>
internal sealed class ConsumedAborted : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        ConsumedScan.Check(trial, "consumed-aborted", "records were handed over whose send certainly failed", Limit.AtMost(0L), Flaws(trial), byFinalRead: false);

    private static IEnumerable<Flaw> Flaws(Trial trial) =>
        Consumption.Of(trial).Odd.Where(one => one.Sent is { Outcome: Outcome.Failed, InTransaction: false })
            .DistinctBy(one => (one.Log.Name, one.Handed.Offset)).Select(one => one.Flaw("had certainly failed"));
}
