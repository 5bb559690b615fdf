namespace KafkaChaos.Checking;

/// <summary>The longest time without an acknowledgement of each producer in each partition, from the load's begin to its end; a partition that stays silent is not overlooked.</summary>
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

        var timeline = Timeline.Of(trial);
        if (timeline.Began is not { } began)
        {
            return [Say.Inconclusive(Property, "the load never began")];
        }

        var ledger = Ledger.Of(trial.History);
        var bound = trial.Expect.UnavailableAtMost!.Value;
        var least = trial.Expect.UnavailableAtLeast!.Value;
        var fault = timeline.Strikes.Count > 0 ? timeline.Strikes[0].First : timeline.FirstFault ?? timeline.Ended;
        var verdict = Verdict.Passed;
        var excuses = new List<Excuse>();
        var bad = new List<string>();
        var partitions = timeline.Partitions.Where(partition => load.Acknowledges(partition.Topic)).ToList();
        if (partitions.Count == 0)
        {
            return [Say.Inconclusive(Property, "no producer asks for acknowledgements, so whether the partitions are available is not known")];
        }

        var writers = new List<(PartitionWriter Writer, List<TimeSpan> Times, TimeSpan Ended)>();
        foreach (var partition in partitions)
        {
            var own = PartitionWriter.Of(partition, load, ledger);
            if (own.Count == 0)
            {
                Object(Verdict.Inconclusive, $"{partition} got no acknowledgement before the first fault");
            }

            // While the producers are flushed, only what has no outcome yet is still waited for.
            writers.AddRange(own.Select(writer => (writer, writer.Acknowledged(began, timeline.Ended), writer.LastOutcome > timeline.Ended ? timeline.Ended : writer.LastOutcome)));
        }

        var gaps = writers.Select(one => Longest(one.Writer, one.Times, began, one.Ended) with { Lot = LotOf(timeline, one.Writer.Partition) }).ToList();
        var silences = writers.Select(one => Silences(one.Writer, one.Times, began, one.Ended, least > TimeSpan.Zero && least < bound ? least : bound, fault)).ToList();
        var tried = InFlight.Tried(trial, [.. silences.SelectMany(one => one)]);
        foreach (var ((writer, times, ended), own) in writers.Zip(silences))
        {
            if (times.Count == 0 || times[0] > fault)
            {
                Object(Verdict.Inconclusive, $"{writer.Name} got no acknowledgement before the first fault");
            }

            if (times.Count > 0 && times[^1] <= fault && timeline.FirstFault is not null)
            {
                var due = writer.LastScheduled > fault;
                var blamed = due && own.TrueForAll(one => one.From != times[^1] || tried[one] == one.To - one.From);
                Object(blamed && timeline.HadTime(fault, bound) ? Verdict.Failed : Verdict.Inconclusive, due ? $"{writer.Name} got no acknowledgement after the first fault" : $"{writer.Name} had no record due after the first fault");
            }

            // A client that cannot keep to its schedule gives what was due long ago, to the end.
            var early = timeline.Recovering - TimeSpan.FromSeconds(Math.Max(5, 3 * load.IntervalOn(trial.Scenario.Topology).TotalSeconds));
            if (writer.LastInvoked < early)
            {
                Object(Verdict.Inconclusive, $"{writer.Name} was given its last record at {Say.Seconds(writer.LastInvoked)}, before the load's end");
            }

            foreach (var silence in own.Where(one => times.Count > 0 && one.To - one.From > bound))
            {
                var (length, certain) = (silence.To - silence.From, tried[silence]);
                // Nothing excuses an acknowledgement that never came.
                if (certain > bound && silence.To < ended && timeline.Starvation.ExcuseOf(silence.From, silence.To, bound) is { } excuse)
                {
                    excuses.Add(excuse);
                    Object(Verdict.Inconclusive, $"{writer.Name} for {Say.Seconds(length)}, but {excuse.Words}");
                    continue;
                }

                Object(certain > bound ? Verdict.Failed : Verdict.Inconclusive, $"{writer.Name} for {Say.Seconds(length)}{(certain > bound ? "" : $", but only for {Say.Seconds(certain)} of it without a pause in which the harness had given the cluster nothing: its own silence is no outage")}");
            }
        }

        if (gaps.Count > 0 && gaps.Max(gap => gap.Length) < least)
        {
            Object(timeline.SeenThrough ? Verdict.Failed : Verdict.Inconclusive, $"no partition for {Say.Seconds(least)}, which was expected at least");
        }
        else if (least > TimeSpan.Zero && tried.Values.DefaultIfEmpty().Max() < least)
        {
            Object(Verdict.Inconclusive, $"no partition for {Say.Seconds(least)}, which was expected at least, without a pause in which the harness had given the cluster nothing");
        }

        var figures = gaps.SelectMany(gap => new[]
        {
            Say.Figure($"{gap.Writer.Name} unavailable", gap.Length),
            Say.Figure($"{gap.Writer.Name} until the first", gap.Leading),
            Say.Figure($"{gap.Writer.Name} after the last", gap.Following),
        }).ToList();
        figures.AddRange(Excuse.FiguresOf(verdict, excuses));
        var lots = new List<string>();
        foreach (var (lot, words) in Lots.Select(one => (one.Lot, one.Those)))
        {
            var group = gaps.Where(gap => gap.Lot == lot).ToList();
            if (group.Count > 0)
            {
                var worst = group.MaxBy(gap => gap.Length)!;
                figures.Add(Say.Figure($"longest of those {words}", worst.Length));
                lots.Add($"{Say.Seconds(worst.Length)} on the {Say.Count(group.DistinctBy(gap => gap.Writer.Partition).Count(), "partition")} {words}");
            }
        }

        var failed = bad.Count > 0 ? $"; {Say.List(bad.Take(8))}" : "";
        var told = lots.Count > 0 ? $"the longest time without an acknowledgement was {Say.List(lots)}" : "nothing was sent that asked for an acknowledgement";
        return [Say.Found(verdict, Property, $"{told}, expected at most {Say.Seconds(bound)}{failed}", figures, Examples.Of(trial.History, "delivery reports", [.. gaps.OrderByDescending(gap => gap.Length).Take(Finding.MostEvidence).Select(Shown)]))];

        void Object(Verdict why, string text)
        {
            verdict = why > verdict ? why : verdict;
            bad.Add(text);
        }
    }

    private static Flaw Shown(Gap gap)
    {
        var text = $"{gap.Writer.Name}, {Lots.Single(one => one.Lot == gap.Lot).This} was without an acknowledgement for {Say.Seconds(gap.Length)}{(gap.Trailing ? ", up to the end of the load" : "")}";
        var until = gap.From + gap.Length;
        return new Flaw(gap.From, text, [.. gap.Writer.MarksOf(gap.From), .. gap.Writer.MarksOf(until)]) { Until = until };
    }

    /// <summary>Those that are longer than a bound, and the last where it began before the first fault.</summary>
    private static List<Silence> Silences(PartitionWriter writer, List<TimeSpan> times, TimeSpan began, TimeSpan ended, TimeSpan bound, TimeSpan fault) =>
        [.. times.Prepend(began).Zip(times.Append(ended), (from, to) => new Silence(writer, from, to)).Where(one => one.To - one.From >= bound || (one.To == ended && one.From <= fault && one.To > one.From))];

    private static Gap Longest(PartitionWriter writer, List<TimeSpan> times, TimeSpan began, TimeSpan ended)
    {
        var longest = new Gap(writer, began, TimeSpan.Zero, false, Lot.Untouched, times.Append(ended).First() - began, ended - times.Prepend(began).Last());
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

    private sealed record Gap(PartitionWriter Writer, TimeSpan From, TimeSpan Length, bool Trailing, Lot Lot, TimeSpan Leading, TimeSpan Following);
}
