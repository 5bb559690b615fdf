using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Offsets with two values, by acknowledgements and reads together.</summary>
internal sealed class Inconsistent : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "inconsistent-offsets", "offsets hold two values", Limit.AtMost(0L), Flaws);

    private static IEnumerable<Flaw> Flaws(PartitionLog log) =>
        log.Conflicts.DistinctBy(one => one.Offset).Select(one => new Flaw(one.At, $"offset {one.Offset} is {one.One}'s and {one.Other}'s"));
}
