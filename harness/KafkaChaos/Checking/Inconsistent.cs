using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Offsets with two values, by acknowledgements and reads together.</summary>
/// <remarks>A log that was cut off gives the offsets of what it lost to others. Such a record is counted as lost, and its offset only where two more values claim it.</remarks>
internal sealed class Inconsistent : IChecker
{
    public IEnumerable<Finding> Check(Trial trial) =>
        LogScan.Check(trial, "inconsistent-offsets", "offsets hold two values", Limit.AtMost(0L), Flaws, IsCounted(trial));

    // Of a record that was lost and came back elsewhere.
    private static Func<Flaw, bool>? IsCounted(Trial trial) => Counted.WhereLost(trial) is { } lost ? flaw => flaw.Session is not null && lost(flaw) : null;

    private static IEnumerable<Flaw> Flaws(PartitionLog log)
    {
        foreach (var offset in log.Conflicts.GroupBy(one => one.Offset))
        {
            var values = offset.SelectMany(one => new[] { one.One, one.Other }).Distinct().Where(one => !one.IsLost).ToList();
            if (values.Count > 1)
            {
                yield return new Flaw(offset.First().At, $"offset {offset.Key} is {values[0]}'s and {values[1]}'s", log.MarkOf(offset.Key)) { Session = values.FirstOrDefault(one => one.IsMoved)?.Session?.Producer };
            }
        }
    }
}
