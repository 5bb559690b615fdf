using KafkaChaos.Histories;

using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Acknowledged records found at other offsets than acknowledged, and not there.</summary>
internal sealed class Moved : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "moved", "acknowledged records stand at another offset than acknowledged", Limit.AtMost(0L), Flaws);

    private static IEnumerable<Flaw> Flaws(PartitionLog log) =>
        from session in log.Sessions
        from record in session.Records
        where record is { Outcome: Outcome.Ok, Acknowledged: not null, Found: not null, InPlace: false }
        select new Flaw(record.At, $"{session.Producer} #{record.Sequence} was acknowledged at offset {record.Acknowledged} and read at {record.Found}", log.MarkOf(session, record.Sequence));
}
