using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Values found that nobody sent.</summary>
internal sealed class Phantom : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "phantom", "records were read that nobody sent", Limit.AtMost(0L), Flaws);

    private static IEnumerable<Flaw> Flaws(PartitionLog log) =>
        log.Strangers.Select(one => new Flaw(one.At, $"offset {one.Offset}: {one.Value}", log.MarkOf(one.Offset)));
}
