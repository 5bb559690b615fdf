using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Values that a consumer was handed and that are at no offset any more, whether their producer was told that they were written or not.</summary>
/// <remarks>What is handed over was in every in-sync replica: with it gone, somebody has acted on a record that does not exist.</remarks>
internal sealed class ConsumedLost : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        ConsumedScan.Check(trial, "consumed-lost", "records were handed over and are gone", Limit.AtMost(0L), Flaws(trial), byFinalRead: true, Counted.WhereLost(trial));

    // Without read_committed a consumer is handed what may be aborted later.
    private static IEnumerable<Flaw> Flaws(Trial trial)
    {
        var reads = FinalReads.Of(trial);
        return Consumption.Of(trial).Odd
            .Where(one => one.Sent is { Outcome: not Outcome.Failed, Found: null } sent && (one.Reader.Committed || !sent.InTransaction) && reads.Proves(one.Log))
            .DistinctBy(one => (one.Log.Name, one.Value))
            .Select(one => one.Flaw("is nowhere in the final read", Mark.ReadEnd(one.Log.Topic, one.Log.Partition)));
    }
}
