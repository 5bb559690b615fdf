using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Acknowledged records found at other offsets than acknowledged, and not there.</summary>
/// <remarks>Where their log was cut off, a copy in a request that had waited at another broker may come later: with a loss that the scenario allows they are only counted.</remarks>
internal sealed class Moved : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "moved", "acknowledged records stand at another offset than acknowledged", Limit.AtMost(0L), Flaws, Counted.WhereLost(trial));

    private static IEnumerable<Flaw> Flaws(PartitionLog log) =>
        from session in log.Sessions
        from record in session.Odd
        where record.IsMoved
        select new Flaw(record.At, $"{session.Producer} #{record.Sequence} was acknowledged at offset {record.Acknowledged} and read at {record.Found}", log.MarkOf(session, record.Sequence)) { Session = session.Producer };
}
