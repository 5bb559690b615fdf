using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Every window of the load in which no quorum write succeeded, that at the end included.</summary>
internal sealed class QuorumWindows : IChecker
{
    private const string Property = "quorum-windows";

    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(5);

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (!trial.Scenario.Topology.Ensemble.Any())
        {
            return [];
        }

        var timeline = new Timeline(trial);
        var done = trial.History.Of<QuorumWrite>().Where(write => write.Outcome == Outcome.Ok).Select(write => write.At).Order().ToList();
        if (timeline.Began is not { } began || done.Count == 0)
        {
            return [Say.Inconclusive(Property, "no quorum write succeeded during the load: how long there was none cannot be said")];
        }

        // The probe may rest while the producers are flushed at the end; before that, its silence hides something.
        var ended = trial.History.Of<QuorumWrite>().Max(write => write.At);
        if (ended < timeline.Recovering - MostSilence)
        {
            return [Say.Inconclusive(Property, $"the quorum probe's last write ended at {Say.Seconds(ended)}, expected it to go on to {Say.Seconds(timeline.Recovering)}")];
        }

        var marks = done.Where(at => at > began && at < ended).Prepend(began).Append(ended).ToList();
        var windows = marks.Zip(marks.Skip(1), (from, to) => (From: from, Length: to - from)).ToList();
        var usual = windows.Select(window => window.Length).Order().ElementAt(windows.Count / 2);
        var longest = windows.MaxBy(window => window.Length);

        // Writes do not come at every instant: what is between two of them on a quiet day is no outage.
        var notable = windows.Where(window => window.Length > 3 * usual && window.Length > TimeSpan.FromMilliseconds(200)).ToList();
        var bound = trial.Expect.QuorumElectedWithin!.Value + (2 * usual);
        var failed = trial.History.Of<QuorumWrite>().LongCount(write => write.Outcome != Outcome.Ok);
        Figure[] figures =
        [
            Say.Figure("longest", longest.Length), Say.Figure("trailing", windows[^1].Length), Say.Figure("usual", usual),
            new("windows", notable.Count, "windows"), new("succeeded", done.Count, "writes"), new("not succeeded", failed, "writes"),
        ];
        var spans = FaultSpan.All(trial.History);
        var evidence = notable.OrderByDescending(window => window.Length)
            .Select(window => new Evidence(window.From, "quorum probe", $"no write succeeded for {Say.Seconds(window.Length)}") { Fault = FaultSpan.Within(spans, window.From, window.From + window.Length) });
        return [Say.Found(longest.Length > bound ? Verdict.Failed : Verdict.Passed, Property,
            $"quorum writes did not succeed for at most {Say.Seconds(longest.Length)}, from {Say.Seconds(longest.From)}; {Say.Count(notable.Count, "window")} in all, expected none beyond {Say.Seconds(bound)}", figures, evidence)];
    }
}
