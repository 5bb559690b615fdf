namespace KafkaChaos.Checking;

/// <summary>A producer session's later records below an earlier one. A value's place is its lowest offset, so that a copy is a duplicate and no reordering.</summary>
internal sealed class Reordered : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "reordered", "records stand below an earlier one of their producer", trial.Expect.Reordered!, Flaws, Counted.Of(trial, trial.Scenario.Expect.Reordered));

    private static IEnumerable<Flaw> Flaws(PartitionLog log)
    {
        foreach (var session in log.Sessions)
        {
            SentRecord? highest = null;
            foreach (var record in session.Records.Where(record => record.Found is not null))
            {
                if (highest is { } earlier && record.Found < earlier.Found)
                {
                    yield return new Flaw(record.At, $"{session.Producer} #{record.Sequence} stands at offset {record.Found}, below its earlier #{earlier.Sequence} at {earlier.Found}", log.MarkOf(session, earlier.Sequence), log.MarkOf(session, record.Sequence)) { Session = session.Producer };
                }
                else
                {
                    highest = record;
                }
            }
        }
    }
}
