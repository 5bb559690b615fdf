using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>A run that did not come to its end proves nothing.</summary>
internal sealed class Completed : IChecker
{
    private const string Property = "completed";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var end = trial.History.Of<RunEnded>().LastOrDefault();
        if (end is null)
        {
            var last = trial.History.Latest;
            return [Say.Inconclusive(Property, $"the history stops at {Say.Seconds(last)} without an end: the run died")];
        }

        var reason = end.Reason is { Length: > 0 } text ? $": {text}" : "";
        return [end.How == RunEnd.Completed
            ? Say.Passed(Property, $"the run took every step and did the final read, in {Say.Seconds(end.At)}")
            : Say.Inconclusive(Property, $"the run was {(end.How == RunEnd.Cancelled ? "cancelled" : "aborted")} at {Say.Seconds(end.At)}{reason}")];
    }
}
