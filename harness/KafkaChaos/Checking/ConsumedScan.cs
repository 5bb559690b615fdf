using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>What the checkers of what consumers were handed share: counting, examples, and when no flaw means no doubt.</summary>
internal static class ConsumedScan
{
    /// <param name="trial">With its consumers.</param>
    /// <param name="property">The finding's name.</param>
    /// <param name="what">What one flaw is, in the plural, such as <c>records were handed over that nobody sent</c>.</param>
    /// <param name="allowed">What their number must keep to.</param>
    /// <param name="flaws">All of them.</param>
    /// <param name="byFinalRead">Whether they show only where the final read proves what is there.</param>
    /// <param name="isCounted">Of which flaws nothing but their number is told; null where all are judged.</param>
    public static IEnumerable<Finding> Check(Trial trial, string property, string what, Limit<long> allowed, IEnumerable<Flaw> flaws, bool byFinalRead, Func<Flaw, bool>? isCounted = null)
    {
        var handed = trial.History.HandedCount;
        if (trial.Scenario.Load is not { } load || (load.Consumers.Count == 0 && handed == 0))
        {
            return [];
        }

        var doubts = byFinalRead ? FinalReads.Of(trial).Doubts.Count : 0;
        var (count, counted) = (0L, 0L);
        var shown = new List<Flaw>();
        foreach (var flaw in flaws)
        {
            count++;
            counted += isCounted?.Invoke(flaw) ?? false ? 1 : 0;
            if (shown.Count < Finding.MostEvidence)
            {
                shown.Add(flaw);
            }
        }

        var limits = handed == 0 ? "; nothing was handed over, so this shows nothing"
            : doubts > 0 ? $"; the final read of {Say.Count(doubts, "partition")} proves nothing, so there may be more"
            : "";
        return [Say.Found(Say.Verdict(allowed, count - counted, inDoubt: doubts > 0 || handed == 0), property,
            $"{count} {what} among {handed} handed over, {Say.Allowed(allowed)}{Say.Beside(counted)}{limits}",
            [new(property, count, "records")], Examples.Of(trial.History, "consumer", shown))];
    }
}
