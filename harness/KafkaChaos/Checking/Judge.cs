using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Runs the checkers and takes the most severe verdict.</summary>
public static class Judge
{
    /// <summary>All, in the order in which a verdict shows them.</summary>
    public static IReadOnlyList<IChecker> Checkers { get; } =
    [
        new Completed(), new Bite(), new UnexpectedExits(), new Harness(), new Software(), new Producer(), new Consumer(),
        new Quorum(), new QuorumWindows(), new QuorumLeadership(), new ZnodeLoss(), new SessionReads(), new MetadataLoss(),
        new Controller(), new Leaders(), new DoubleLeadership(), new Availability(), new Survival(), new Latency(),
        new Lost(), new Replicas(), new Unseen(), new Moved(), new Duplicated(), new Reordered(),
        new Inconsistent(), new AbortedRead(), new Phantom(), new Atomicity(), new Unknown(),
        new ConsumedLost(), new Undelivered(), new PollSkip(), new BackwardRead(), new ConsumedReordered(), new ConsumedMoved(), new ConsumedAborted(), new ConsumedPhantom(),
        new Placement(), new Recovery(), new Leftovers(),
    ];

    public static Judgement Of(Trial trial) => Of(trial, Checkers);

    public static Judgement Of(Trial trial, IEnumerable<IChecker> checkers)
    {
        var findings = checkers.SelectMany(checker => Try(checker, trial)).ToList();
        var run = trial.History.Of<RunStarted>().FirstOrDefault()?.Run ?? "unknown";
        var verdict = findings.Count == 0 ? Verdict.Inconclusive : findings.Max(finding => finding.Verdict);
        return new Judgement(verdict, run, trial.Scenario.Name, trial.Scenario.Question, findings);
    }

    private static List<Finding> Try(IChecker checker, Trial trial)
    {
        try
        {
            return [.. checker.Check(trial).Select(finding => Examples.Located(trial.History, finding))];
        }
        catch (Exception broken)
        {
            // Whatever it was, doubt about one property must not hide what the others found.
            var name = checker.GetType().Name.ToLowerInvariant();
            return [Say.Inconclusive(name, $"the checker broke on this history: {broken.GetType().Name}: {broken.Message}")];
        }
    }
}
