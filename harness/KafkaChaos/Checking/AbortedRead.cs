using KafkaChaos.Histories;

using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Values found whose send certainly failed. Those of transactions are judged with their transactions.</summary>
internal sealed class AbortedRead : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "aborted-read", "records were read whose send certainly failed", Limit.AtMost(0L), Flaws);

    private static IEnumerable<Flaw> Flaws(PartitionLog log) =>
        from session in log.Sessions
        from record in session.Odd
        where record is { Outcome: Outcome.Failed, Found: not null, InTransaction: false }
        select new Flaw(record.At, $"{session.Producer} #{record.Sequence} failed and was read at offset {record.Found}", log.MarkOf(session, record.Sequence));
}
