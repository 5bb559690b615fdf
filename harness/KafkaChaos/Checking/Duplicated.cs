namespace KafkaChaos.Checking;

/// <summary>Values at more than one offset of a partition, whatever their sends came to.</summary>
internal sealed class Duplicated : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "duplicated", "records stand at more than one offset", trial.Expect.Duplicated!, Flaws, Counted.Of(trial, trial.Scenario.Expect.Duplicated));

    private static IEnumerable<Flaw> Flaws(PartitionLog log) =>
        from session in log.Sessions
        from record in session.Odd
        where record.Copies > 1
        select new Flaw(record.At, $"{session.Producer} #{record.Sequence} stands at {record.Copies} offsets, the lowest {record.Found}", log.MarkOf(session, record.Sequence)) { Session = session.Producer };
}
