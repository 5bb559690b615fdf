namespace KafkaChaos.Checking;

/// <summary>The longest time without an acknowledgement of each partition, from the load's begin to its end; a partition that stays silent is not overlooked.</summary>
internal sealed class Availability : IChecker
{
    private const string Property = "availability";

    private static readonly (Lot Lot, string Those, string This)[] Lots =
    [
        (Lot.LostLeader, "that lost their leader", "which lost its leader,"),
        (Lot.LostFollower, "that lost a follower", "which lost a follower,"),
        (Lot.Untouched, "that lost no replica", "which lost no replica,"),
    ];

    private enum Lot
    {
        LostLeader,
        LostFollower,
        Untouched,
    }

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.Scenario.Load is not { } load)
        {
            return [];
        }

        var timeline = new Timeline(trial);
        if (timeline.Began is not { } began)
        {
            return [Say.Inconclusive(Property, "the load never began")];
        }

        var ledger = Ledger.Of(trial.History);
        var bound = trial.Expect.UnavailableAtMost!.Value;
        var fault = timeline.Strikes.Count > 0 ? timeline.Strikes[0].First : timeline.FirstFault ?? timeline.Ended;
        var verdict = Verdict.Passed;
        var bad = new List<string>();
        var gaps = new List<Gap>();
        var partitions = timeline.Partitions.Where(partition => load.Acknowledges(partition.Topic)).ToList();
        if (partitions.Count == 0)
        {
            return [Say.Inconclusive(Property, "no producer asks for acknowledgements, so whether the partitions are available is not known")];
        }

        foreach (var partition in partitions)
        {
            var log = ledger.Log(partition);
            var times = (log?.Acknowledgements ?? []).Where(at => at >= began && at <= timeline.Ended).Order().ToList();
            if (times.Count == 0 || times[0] > fault)
            {
                Object(Verdict.Inconclusive, $"{partition} got no acknowledgement before the first fault");
            }

            if (times.Count > 0 && times[^1] <= fault && timeline.FirstFault is not null)
            {
                var due = log!.LastScheduled > fault;
                Object(due && timeline.HadTime(fault, bound) ? Verdict.Failed : Verdict.Inconclusive, due ? $"{partition} got no acknowledgement after the first fault" : $"{partition} had no record due after the first fault");
            }

            var early = timeline.Recovering - TimeSpan.FromSeconds(Math.Max(5, 3 * load.IntervalOn(trial.Scenario.Topology).TotalSeconds));

            // A client that cannot keep to its schedule gives what was due long ago, to the end.
            if (log is not null && log.LastInvoked < early)
            {
                Object(Verdict.Inconclusive, $"{partition} was given its last record at {Say.Seconds(log.LastInvoked)}, before the load's end");
            }

            // While the producers are flushed, only what has no outcome yet is still waited for.
            var ended = log is null || log.LastOutcome > timeline.Ended ? timeline.Ended : log.LastOutcome;
            var gap = Longest(partition, times, began, ended) with { Lot = LotOf(timeline, partition) };
            gaps.Add(gap);
            if (times.Count > 0 && gap.Length > bound)
            {
                Object(Verdict.Failed, $"{partition} for {Say.Seconds(gap.Length)}");
            }
        }

        var least = trial.Expect.UnavailableAtLeast!.Value;
        if (gaps.Count > 0 && gaps.Max(gap => gap.Length) < least)
        {
            Object(timeline.SeenThrough ? Verdict.Failed : Verdict.Inconclusive, $"no partition for {Say.Seconds(least)}, which was expected at least");
        }

        var figures = gaps.SelectMany(gap => new[]
        {
            Say.Figure($"{gap.Partition} unavailable", gap.Length),
            Say.Figure($"{gap.Partition} until the first", gap.Leading),
            Say.Figure($"{gap.Partition} after the last", gap.Following),
        }).ToList();
        var lots = new List<string>();
        foreach (var (lot, words) in Lots.Select(one => (one.Lot, one.Those)))
        {
            var group = gaps.Where(gap => gap.Lot == lot).ToList();
            if (group.Count > 0)
            {
                var worst = group.MaxBy(gap => gap.Length)!;
                figures.Add(Say.Figure($"longest of those {words}", worst.Length));
                lots.Add($"{Say.Seconds(worst.Length)} on the {Say.Count(group.Count, "partition")} {words}");
            }
        }

        var spans = FaultSpan.All(trial.History);
        var evidence = gaps.OrderByDescending(gap => gap.Length).Select(gap => new Evidence(gap.From, "delivery reports", $"{gap.Partition}, {Lots.Single(one => one.Lot == gap.Lot).This} was without an acknowledgement for {Say.Seconds(gap.Length)}{(gap.Trailing ? ", up to the end of the load" : "")}") { Fault = FaultSpan.Within(spans, gap.From, gap.From + gap.Length) });
        var failed = bad.Count > 0 ? $"; {Say.List(bad.Take(8))}" : "";
        return [Say.Found(verdict, Property, $"the longest time without an acknowledgement was {Say.List(lots)}, expected at most {Say.Seconds(bound)}{failed}", figures, evidence)];

        void Object(Verdict why, string text)
        {
            verdict = why > verdict ? why : verdict;
            bad.Add(text);
        }
    }

    private static Gap Longest(PartitionName partition, List<TimeSpan> times, TimeSpan began, TimeSpan ended)
    {
        var longest = new Gap(partition, began, TimeSpan.Zero, false, Lot.Untouched, times.Append(ended).First() - began, ended - times.Prepend(began).Last());
        var last = began;
        foreach (var at in times.Append(ended))
        {
            if (at - last > longest.Length)
            {
                longest = longest with { From = last, Length = at - last };
            }

            last = at;
        }

        return longest with { Trailing = longest.From + longest.Length == ended };
    }

    private static Lot LotOf(Timeline timeline, PartitionName partition)
    {
        var lot = Lot.Untouched;
        foreach (var kill in timeline.Strikes)
        {
            var killed = timeline.BrokersOf(kill);
            var state = timeline.StateAt(partition, kill.Requested.At);
            if (state is not null && killed.Contains(state.Leader))
            {
                return Lot.LostLeader;
            }

            if ((partition.Replicas ?? state?.InSync ?? []).Any(killed.Contains))
            {
                lot = Lot.LostFollower;
            }
        }

        return lot;
    }

    private sealed record Gap(PartitionName Partition, TimeSpan From, TimeSpan Length, bool Trailing, Lot Lot, TimeSpan Leading, TimeSpan Following);
}
