namespace KafkaChaos.Checking;

/// <summary>Values found that nobody sent.</summary>
internal sealed class Phantom : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "phantom", "records were read that nobody sent", 0, Flaws);

    private static IEnumerable<Flaw> Flaws(PartitionLog log) =>
        log.Strangers.Select(one => new Flaw(one.At, $"offset {one.Offset}: {one.Value}"));
}
