using KafkaChaos.Histories;
using KafkaChaos.Planning;

namespace KafkaChaos.Checking;

/// <summary>No two members lead in one epoch.</summary>
internal sealed class QuorumLeadership : IChecker
{
    private const string Property = "quorum-leadership";

    public IEnumerable<Finding> Check(Trial trial)
    {
        // A single voter has nobody to lead beside it.
        if (QuorumRules.VotersOf(trial.Scenario.Topology).Count() < 2)
        {
            return [];
        }

        var timeline = Timeline.Of(trial);
        var terms = trial.History.Of<MemberRole>().GroupBy(role => role.Node).SelectMany(roles => Terms(roles, timeline.End, trial.Scenario.Topology.IsKRaft)).Where(term => term.Epoch is not null).ToList();
        if (terms.Count == 0)
        {
            return [Say.Inconclusive(Property, "no leader with its epoch was seen, so two in one epoch cannot be excluded")];
        }

        var clash = terms.GroupBy(term => term.Epoch).FirstOrDefault(epoch => epoch.DistinctBy(term => term.Node).Count() > 1);
        var evidence = (clash ?? terms.AsEnumerable()).Select(term => new Evidence(term.At, timeline.Sources.RoleOf(term.Node), $"leader, {Say.Epoch(term.Epoch)}") { On = [.. term.Looks] });
        var both = LongestAtOnce(terms);
        Figure[] figures = [new("epochs", terms.DistinctBy(term => term.Epoch).Count(), "epochs"), Say.Figure("two at once", both)];
        var atOnce = both > TimeSpan.Zero ? $"; two of them at once for {Say.Seconds(both)}, as an old leader may believe until its time-out" : "";
        return [clash is null
            ? Say.Passed(Property, $"each epoch had one leader: {Say.List(terms.OrderBy(term => term.At).Select(term => $"{term.Node} in {term.Epoch}"))}{atOnce}", figures, evidence)
            : Say.Failed(Property, $"{Say.List(clash.Select(term => term.Node).Distinct())} all led in epoch {clash.Key}, expected one leader an epoch", figures, evidence)];
    }

    /// <summary>A term's first look may still show the epoch before, so its highest counts.</summary>
    /// <param name="roles">Of one member.</param>
    /// <param name="end">Of the last term, where the member still leads.</param>
    /// <param name="exact">Whether a look shows the epoch of its own moment, as KRaft's does: then another epoch is another term.</param>
    private static IEnumerable<Term> Terms(IGrouping<string, MemberRole> roles, TimeSpan end, bool exact)
    {
        MemberRole? began = null;
        MemberRole? highest = null;
        foreach (var role in roles)
        {
            if (began is not null && (role.Mode != MemberMode.Leader || (exact && role.Epoch != highest!.Epoch)))
            {
                yield return new Term(began, role.Since, highest!);
                (began, highest) = (null, null);
            }

            if (role.Mode == MemberMode.Leader)
            {
                began ??= role;
                highest = highest?.Epoch is null || role.Epoch > highest.Epoch ? role : highest;
            }
        }

        if (began is not null)
        {
            yield return new Term(began, end, highest!);
        }
    }

    /// <summary>How long two members certainly led at once, at the longest.</summary>
    private static TimeSpan LongestAtOnce(List<Term> terms)
    {
        var shared = from one in terms
                     from other in terms
                     where string.CompareOrdinal(one.Node, other.Node) < 0
                     select (one.Until < other.Until ? one.Until : other.Until) - (one.At > other.At ? one.At : other.At);
        return shared.Append(TimeSpan.Zero).Max();
    }

    /// <param name="Began">The first look that saw it lead.</param>
    /// <param name="Until">The begin of the last one that still did.</param>
    /// <param name="Highest">The look that saw its highest epoch.</param>
    private sealed record Term(MemberRole Began, TimeSpan Until, MemberRole Highest)
    {
        public string Node => Began.Node;

        public TimeSpan At => Began.At;

        /// <summary>Null where it was not seen.</summary>
        public long? Epoch => Highest.Epoch;

        public IEnumerable<MemberRole> Looks => [Began, Highest];
    }
}
