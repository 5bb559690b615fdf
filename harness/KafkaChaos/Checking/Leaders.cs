using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Every partition whose leader was killed has a live leader at a higher epoch in time, and every partition has a live leader at the end.</summary>
internal sealed class Leaders : IChecker
{
    private const string Property = "leaders";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = Timeline.Of(trial);
        if (timeline.Partitions.Count == 0)
        {
            yield break;
        }

        foreach (var kill in timeline.Strikes.Where(kill => timeline.BrokersOf(kill).Count > 0))
        {
            yield return Check(trial, timeline, kill);
        }

        yield return AtTheEnd(timeline);
    }

    private static Finding Check(Trial trial, Timeline timeline, Strike kill)
    {
        var bound = trial.Expect.LeadersElectedWithin!.Value;
        var killed = timeline.BrokersOf(kill);
        var before = timeline.Partitions.Select(partition => (Partition: partition, State: timeline.StateAt(partition, kill.Requested.At))).ToList();
        if (before.Where(one => one.State is null).Select(one => one.Partition).ToList() is { Count: > 0 } unseen)
        {
            return Say.Inconclusive(Property, $"who led {Say.List(unseen.Take(8).Select(one => one.ToString()))} before the {kill.Name} was not seen", evidence: [kill.Shown]);
        }

        // A broker that is back before its session ends leads on, at the same epoch.
        var sessions = new Sessions(trial, timeline);
        var until = timeline.After(kill).FirstOrDefault()?.Requested.At ?? timeline.End;
        var orphans = before.Where(one => killed.Contains(one.State!.Leader)).ToList();
        var kept = orphans.RemoveAll(one => sessions.Stood(kill, timeline.NameOf(one.State!.Leader)) && timeline.StatesAfter(one.Partition, kill.Requested.At)
            .TakeWhile(state => state.At <= until).All(state => state.Leader == one.State.Leader && state.LeaderEpoch == one.State.LeaderEpoch));
        var survived = before.Count - orphans.Count;
        if (orphans.Count == 0 && kept > 0)
        {
            return Say.Passed(Property, $"the {kill.Name} was undone before its brokers lost their sessions: the {Say.Count(kept, "partition")} that they led kept leader and epoch, as expected, and {survived - kept} others theirs",
                [new("led through it", kept, "partitions"), new("kept their leader", survived, "partitions")]);
        }

        if (orphans.Count == 0)
        {
            if (timeline.Strikes.Any(other => other != kill && Orphans(timeline, other).Any()))
            {
                return Say.Passed(Property, $"the {kill.Name} contained the leader of none of {Say.Count(before.Count, "partition")}, so none had to move; another fault of the run had some do so", [new("kept their leader", survived, "partitions")]);
            }

            return Say.Inconclusive(Property, $"the {kill.Name} contained the leader of none of {Say.Count(before.Count, "partition")}: that leaders are elected was not tried, expected a preferred election before it", [new("kept their leader", survived, "partitions")],
                before.Select(one => On(timeline, one.State!, one.Partition, $"leader {timeline.NameOf(one.State!.Leader)}")).Prepend(kill.Shown));
        }

        var verdict = Verdict.Passed;
        var slowest = new Bracket();
        var excuses = new List<Excuse>();
        var figures = new List<Figure> { new("lost their leader", orphans.Count, "partitions"), new("kept their leader", survived, "partitions") };
        var evidence = new List<Evidence> { kill.Shown };
        var bad = new List<string>();
        var doubts = new SortedSet<string>(StringComparer.Ordinal);
        var proof = new BiteEvidence(trial, timeline);
        var reinstated = 0;
        foreach (var (partition, old) in orphans)
        {
            var next = timeline.StatesAfter(partition, kill.Requested.At)
                .FirstOrDefault(state => state.Leader >= 0 && state.LeaderEpoch > old!.LeaderEpoch && timeline.IsUp(state.Leader, state.At));
            if (next is null && timeline.Reinstated(partition, killed, kill.Requested.At) is { } back)
            {
                var led = Bracket.From(kill.EffectOn(timeline.NameOf(old!.Leader)), back.Since, back.At);
                Take(partition, old, led);
                reinstated++;
                evidence.Add(new(back.At, timeline.Sources.Registrations, $"{partition} is led by {timeline.NameOf(old.Leader)} at leader epoch {old.LeaderEpoch} as before: its brokers were back when a controller was elected, {led} after the kill") { On = [old] });
                continue;
            }

            if (next is null)
            {
                var had = timeline.HadTime(kill.EffectOn(timeline.NameOf(old!.Leader)), bound);
                Object(had ? Verdict.Failed : Verdict.Inconclusive, old, had ? $"{partition} got none" : $"{partition} got none until the run was broken off");
                evidence.Add(On(timeline, old, partition, $"leader {timeline.NameOf(old.Leader)} at leader epoch {old.LeaderEpoch}; no live one at a higher epoch after it"));
                continue;
            }

            var bracket = Bracket.From(kill.EffectOn(timeline.NameOf(old!.Leader)), next.Since, next.At);
            Take(partition, old, bracket);
            evidence.Add(new(next.At, timeline.Sources.StateOf(partition), $"leader {timeline.NameOf(old.Leader)} at leader epoch {old.LeaderEpoch}, then {timeline.NameOf(next.Leader)} at {next.LeaderEpoch}, in sync [{string.Join(", ", next.InSync)}], {bracket} after the kill") { On = [old, next] });
        }

        figures.Add(Say.Figure("slowest", slowest.Most));
        figures.AddRange(Excuse.FiguresOf(verdict, excuses));
        return Say.Found(verdict, Property, bad.Count == 0
            ? $"{(orphans.Count == 1 ? "the one partition" : $"all {orphans.Count} partitions")} that lost the leader had a new one at a higher epoch{(reinstated > 0 ? $", or the old one back under a new controller ({reinstated} of them)" : "")}, the slowest {slowest} after the {kill.Name}, expected within {Say.Seconds(bound)}; {survived} kept theirs"
            : $"{bad.Count} of {Say.Count(orphans.Count, "partition")} that lost their leader with the {kill.Name} had no new one within {Say.Seconds(bound)} for certain: {Say.List(bad.Take(8))}; {survived} kept theirs{(doubts.Count > 0 ? $"; but {Say.List(doubts)}" : "")}", figures, evidence);

        void Take(PartitionName partition, PartitionState old, Bracket bracket)
        {
            slowest = bracket.Most > slowest.Most ? bracket : slowest;
            if (bracket.Within(bound) is var within and not Verdict.Passed)
            {
                var excuse = timeline.Starvation.ExcuseOf(kill.EffectOn(timeline.NameOf(old.Leader)), bracket, bound);
                excuses.AddRange(excuse is null ? [] : [excuse]);
                Object(excuse is null ? within : Verdict.Inconclusive, old, $"{partition} after {bracket}{(excuse is null ? "" : $" (but {excuse.Words})")}");
            }

            figures.Add(Say.Figure($"{partition} elected", bracket.Most));
        }

        // Of a leader that may never have been struck nothing had to follow.
        void Object(Verdict why, PartitionState old, string text)
        {
            if (proof.Doubt(kill, timeline.NameOf(old.Leader)) is { } doubt)
            {
                doubts.Add(doubt);
                why = Verdict.Inconclusive;
            }

            verdict = why > verdict ? why : verdict;
            bad.Add(text);
        }
    }

    private static Evidence On(Timeline timeline, PartitionState state, PartitionName partition, string text) => new(state.At, timeline.Sources.StateOf(partition), text) { On = [state] };

    private static IEnumerable<PartitionName> Orphans(Timeline timeline, Strike strike)
    {
        var lost = timeline.BrokersOf(strike);
        return timeline.Partitions.Where(partition => timeline.StateAt(partition, strike.Requested.At) is { } state && lost.Contains(state.Leader));
    }

    private static Finding AtTheEnd(Timeline timeline)
    {
        var last = timeline.Partitions.Select(partition => (Partition: partition, State: timeline.StateAt(partition, timeline.End))).ToList();
        if (last.FirstOrDefault(one => one.State is null).Partition is { } unseen)
        {
            return Say.Inconclusive("leaders-at-end", $"the state of {unseen} was never seen");
        }

        var without = last.Where(one => one.State!.Leader < 0 || !timeline.IsUp(one.State.Leader, timeline.End)).ToList();
        var evidence = without.Select(one => On(timeline, one.State!, one.Partition, one.State!.Leader < 0 ? "no leader" : $"leader {timeline.NameOf(one.State.Leader)}, which is down"));
        return without.Count == 0
            ? Say.Passed("leaders-at-end", $"all of {Say.Count(last.Count, "partition")} have a live leader at the end")
            : Say.Found(timeline.SeenThrough ? Verdict.Failed : Verdict.Inconclusive, "leaders-at-end", $"{without.Count} of {Say.Count(last.Count, "partition")} have no live leader at the end, expected none: {Say.List(without.Take(8).Select(one => one.Partition.ToString()))}", [new("without leader", without.Count, "partitions")], evidence);
    }
}
