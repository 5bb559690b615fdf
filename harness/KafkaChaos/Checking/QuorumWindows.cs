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
        var writes = trial.History.Of<QuorumWrite>().Where(write => write.Session is null).ToList();
        var done = writes.Where(write => write.Outcome == Outcome.Ok).Select(write => write.At).Order().ToList();
        if (timeline.Began is not { } began || done.Count == 0)
        {
            return [Say.Inconclusive(Property, "no quorum write succeeded during the load: how long there was none cannot be said")];
        }

        // The probe may rest while the producers are flushed at the end; before that, its silence hides something.
        var ended = writes.Max(write => write.At);
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
        var failed = writes.LongCount(write => write.Outcome != Outcome.Ok);
        var expired = trial.History.Of<SessionExpired>().ToList();
        Figure[] figures =
        [
            Say.Figure("longest", longest.Length), Say.Figure("trailing", windows[^1].Length), Say.Figure("usual", usual),
            new("windows", notable.Count, "windows"), new("succeeded", done.Count, "writes"), new("not succeeded", failed, "writes"),
            .. Bound(trial, began, ended), new("sessions expired", expired.Count, "sessions"),
        ];
        var spans = FaultSpan.All(trial.History);
        var evidence = notable.OrderByDescending(window => window.Length)
            .Select(window => new Evidence(window.From, "quorum probe", $"no write succeeded for {Say.Seconds(window.Length)}") { Fault = FaultSpan.Within(spans, window.From, window.From + window.Length) })
            .Concat(expired.Select(one => new Evidence(one.At, "quorum probe", $"its session {(one.Session is null ? "across all members" : $"to {one.Session}")} expired") { Fault = FaultSpan.At(spans, one.At) }));
        return [Say.Found(longest.Length > bound ? Verdict.Failed : Verdict.Passed, Property,
            $"quorum writes did not succeed for at most {Say.Seconds(longest.Length)}, from {Say.Seconds(longest.From)}; {Say.Count(notable.Count, "window")} in all, expected none beyond {Say.Seconds(bound)}", figures, evidence)];
    }

    /// <summary>The longest stretch without a write through each member that has a session of its own.</summary>
    private static IEnumerable<Figure> Bound(Trial trial, TimeSpan began, TimeSpan ended) =>
        from session in trial.History.Of<QuorumWrite>().Where(write => write.Session is not null).GroupBy(write => write.Session)
        let marks = session.Where(write => write.Outcome == Outcome.Ok && write.At > began && write.At < ended).Select(write => write.At).Order().Prepend(began).Append(ended).ToList()
        orderby session.Key
        select Say.Figure($"longest through {session.Key}", marks.Zip(marks.Skip(1), (one, next) => next - one).Max());
}
