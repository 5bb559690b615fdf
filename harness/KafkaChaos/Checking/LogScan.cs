using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>What the checkers of anomalies in the log share: counting, examples, and when no flaw means no doubt.</summary>
internal static class LogScan
{
    /// <param name="trial">With its final reads.</param>
    /// <param name="property">The finding's name.</param>
    /// <param name="what">What one flaw is, in the plural, such as <c>records were read at more than one offset</c>.</param>
    /// <param name="allowed">What their number must keep to.</param>
    /// <param name="flaws">All flaws of one partition.</param>
    /// <param name="isCounted">Of which flaws nothing but their number is told; null where all are judged.</param>
    public static IEnumerable<Finding> Check(Trial trial, string property, string what, Limit<long> allowed, Func<PartitionLog, IEnumerable<Flaw>> flaws, Func<Flaw, bool>? isCounted = null)
    {
        if (trial.Scenario.Load is null)
        {
            return [];
        }

        var ledger = Ledger.Of(trial.History);
        var doubts = FinalReads.Of(trial).Doubts.Count;
        var (count, counted) = (0L, 0L);
        var shown = new List<Flaw>();
        foreach (var log in ledger.Logs)
        {
            foreach (var flaw in flaws(log))
            {
                count++;
                counted += isCounted?.Invoke(flaw) ?? false ? 1 : 0;
                if (shown.Count < Finding.MostEvidence)
                {
                    shown.Add(flaw with { Text = $"{log.Name} {flaw.Text}" });
                }
            }
        }

        var verdict = Say.Verdict(allowed, count - counted, inDoubt: doubts > 0 || ledger.Read == 0);
        var limits = ledger.Read == 0 ? "; nothing was read, so this shows nothing"
            : doubts > 0 ? $"; the final read of {Say.Count(doubts, "partition")} proves nothing, so there may be more"
            : "";
        return [Say.Found(verdict, property, $"{count} {what} among {ledger.Read} read, {Say.Allowed(allowed)}{Say.Beside(counted)}{limits}", [new(property, count, "records")], Examples.Of(trial.History, "final read", shown))];
    }
}
