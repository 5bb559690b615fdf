using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Values handed to consumers that nobody sent.</summary>
internal sealed class ConsumedPhantom : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        ConsumedScan.Check(trial, "consumed-phantom", "records were handed over that nobody sent", Limit.AtMost(0L), Flaws(trial), byFinalRead: false);

    private static IEnumerable<Flaw> Flaws(Trial trial) =>
        Consumption.Of(trial).Odd.Where(one => one.Sent is null).DistinctBy(one => (one.Log.Name, one.Handed.Offset)).Select(one => one.Flaw("was sent by nobody"));
}
