using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Every window of the load in which no quorum write succeeded, that at the end included.</summary>
internal sealed class QuorumWindows : IChecker
{
    private const string Property = "quorum-windows";

    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(5);

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (!trial.Scenario.Topology.Members.Any())
        {
            return [];
        }

        var timeline = Timeline.Of(trial);
        var source = timeline.Sources.Probe;
        var all = trial.History.Of<QuorumWrite>().ToList();
        var across = all.Where(write => write.Session is null).ToList();
        var done = across.Where(write => write.Outcome == Outcome.Ok).ToList();
        if (timeline.Began is not { } began || done.Count == 0)
        {
            return [Say.Inconclusive(Property, "no quorum write succeeded during the load: how long there was none cannot be said")];
        }

        // The probe may rest while the producers are flushed at the end; before that, its silence hides something.
        var ended = across.Max(write => write.At);
        if (ended < timeline.Recovering - MostSilence)
        {
            return [Say.Inconclusive(Property, $"the {source}'s last write ended at {Say.Seconds(ended)}, expected it to go on to {Say.Seconds(timeline.Recovering)}")];
        }

        // A write through any session proves a quorum.
        var own = Windows(done, began, ended);
        var windows = Windows(all.Where(write => write.Outcome == Outcome.Ok), began, ended);
        var usual = own.Select(window => window.Length).Order().ElementAt(own.Count / 2);
        var (longest, alone) = (windows.MaxBy(window => window.Length)!, own.MaxBy(window => window.Length)!);

        // Writes do not come at every instant: what is between two of them on a quiet day is no outage.
        var bound = trial.Expect.QuorumElectedWithin!.Value + (2 * usual);
        var hindrances = Hindrances(trial);
        var beyond = windows.Where(window => window.Length > bound).ToList();
        var objected = beyond.Where(window => !window.IsHindered(hindrances, bound)).ToList();
        var verdict = objected.Count > 0 ? Verdict.Failed : alone.Length > bound ? Verdict.Inconclusive : Verdict.Passed;
        // Of several that are too long, one that nothing excuses decides; and nothing excuses a write that never came.
        var excuses = objected.Select(window => window.Next is null ? null : timeline.Starvation.ExcuseOf(window.From, window.To, bound)).ToList();
        var excuse = excuses.Contains(null) ? null : excuses.MaxBy(one => one!.Starved);
        var notable = windows.Where(window => window.Length > 3 * usual && window.Length > TimeSpan.FromMilliseconds(200)).ToList();
        var failed = across.LongCount(write => write.Outcome != Outcome.Ok);
        var expired = trial.History.Of<SessionExpired>().ToList();
        Figure[] figures =
        [
            Say.Figure("longest", longest.Length), Say.Figure("trailing", windows[^1].Length), Say.Figure("usual", usual), Say.Figure("longest across all members", alone.Length),
            new("windows", notable.Count, "windows"), new("succeeded", done.Count, "writes"), new("not succeeded", failed, "writes"),
            .. Bound(trial, began, ended), new("sessions expired", expired.Count, "sessions"),
        ];
        var spans = FaultSpan.All(trial.History);
        var shown = notable.OrderByDescending(window => window.Length).Select(window => window.Shown("no write succeeded"));
        if (verdict == Verdict.Inconclusive && beyond.Count == 0)
        {
            shown = shown.Prepend(alone.Shown("no write succeeded through the session across all members"));
        }

        var evidence = Examples.Of(trial.History, source, [.. shown.Take(Finding.MostEvidence)])
            .Concat(expired.Select(one => new Evidence(one.At, source, $"its session {(one.Session is null ? "across all members" : $"to {one.Session}")} expired") { Fault = FaultSpan.At(spans, one.At) }));
        var client = verdict != Verdict.Inconclusive ? ""
            : beyond.Count > 0 ? "; meanwhile a controller was cut off from clients, or slow: that is its client's, and shows nothing of the quorum"
            : $"; through the session across all members none did for {Say.Seconds(alone.Length)} from {Say.Seconds(alone.From)}, while others wrote: that is its client's, and shows nothing of the quorum";
        var finding = Say.Found(verdict, Property,
            $"quorum writes did not succeed for at most {Say.Seconds(longest.Length)}, from {Say.Seconds(longest.From)}; {Say.Count(notable.Count, "window")} in all, expected none beyond {Say.Seconds(bound)}{client}", figures, evidence);
        return [Excuse.Weigh(finding, excuse)];
    }

    /// <summary>When KRaft's probe may not reach the controller that leads a whole quorum, or not be answered in time.</summary>
    private static List<(TimeSpan From, TimeSpan Until)> Hindrances(Trial trial) =>
        [.. from request in trial.History.Of<FaultRequested>()
            where trial.Scenario.Topology.IsKRaft && (request.Fault == Fault.Slow || (request.Fault == Fault.Isolate && request.From?.Any(one => one.HasFlag(Peers.Clients)) == true))
            from member in trial.Scenario.Topology.Members
            where request.Nodes.Contains(member.Name)
            let healed = trial.History.Of<FaultApplied>().FirstOrDefault(one => one.Node == member.Name && one.Seen > request.At && FaultSpan.Ends(one, request))
            select (request.At, healed?.Seen ?? TimeSpan.MaxValue)];

    /// <summary>The stretches between writes that succeeded, those at the begin and at the end included.</summary>
    private static List<Window> Windows(IEnumerable<QuorumWrite> done, TimeSpan began, TimeSpan ended)
    {
        var windows = new List<Window>();
        var last = new Window(began, ended, null, null);
        foreach (var write in done.Where(write => write.At > began && write.At < ended).OrderBy(write => write.At))
        {
            windows.Add(last with { To = write.At, Next = write });
            last = new Window(write.At, ended, write, null);
        }

        return [.. windows, last];
    }

    /// <summary>The longest stretch without a write through each member that has a session of its own.</summary>
    private static IEnumerable<Figure> Bound(Trial trial, TimeSpan began, TimeSpan ended) =>
        from session in trial.History.Of<QuorumWrite>().Where(write => write.Session is not null).GroupBy(write => write.Session)
        let marks = session.Where(write => write.Outcome == Outcome.Ok && write.At > began && write.At < ended).Select(write => write.At).Order().Prepend(began).Append(ended).ToList()
        orderby session.Key
        select Say.Figure($"longest through {session.Key}", marks.Zip(marks.Skip(1), (one, next) => next - one).Max());

    /// <param name="From">Where it begins.</param>
    /// <param name="To">Where it ends.</param>
    /// <param name="Last">The write that ended there; null at the load's begin.</param>
    /// <param name="Next">The write that ended it; null at the end.</param>
    private sealed record Window(TimeSpan From, TimeSpan To, QuorumWrite? Last, QuorumWrite? Next)
    {
        public TimeSpan Length => To - From;

        /// <summary>Whether some of it lies within such stretches, and what lies before and behind them keeps to the bound.</summary>
        public bool IsHindered(List<(TimeSpan From, TimeSpan Until)> stretches, TimeSpan bound)
        {
            var within = stretches.Where(one => one.From < To && one.Until > From).ToList();
            return within.Count > 0 && within.Min(one => one.From) - From <= bound && To - within.Max(one => one.Until) <= bound;
        }

        public Flaw Shown(string what) =>
            new(From, $"{what} for {Say.Seconds(Length)}", [.. new[] { Last, Next }.OfType<QuorumWrite>().Select(write => Mark.QuorumWrite(write.Session, write.Sequence))]) { Until = To };
    }
}
