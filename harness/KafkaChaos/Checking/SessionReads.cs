using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>A session of the quorum probe reads what it wrote, and never an older znode than it has seen. What another session sees may be older.</summary>
internal sealed class SessionReads : IChecker
{
    private const string Property = "session-reads";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (!trial.Scenario.Topology.Ensemble.Any())
        {
            return [];
        }

        var reads = trial.History.Of<SessionRead>().Where(read => read.Outcome == Outcome.Ok).ToLookup(read => read.Session);
        var writes = trial.History.Of<QuorumWrite>().ToLookup(write => write.Session);
        var expired = trial.History.Of<SessionExpired>().ToLookup(one => one.Session, one => one.At);
        var sessions = reads.Select(session => session.Key).Order(StringComparer.Ordinal).ToList();
        var flaws = sessions.SelectMany(session => Flaws([.. reads[session]], [.. writes[session]], [.. expired[session].Order()]).Select(flaw => flaw with { Text = session is null ? flaw.Text : $"through {session} {flaw.Text}" })).ToList();
        var count = sessions.Sum(session => reads[session].LongCount());
        Figure[] figures = [new("reads", count, "reads"), new(Property, flaws.Count, "reads")];
        return [flaws.Count > 0
            ? Say.Failed(Property, $"{flaws.Count} of {Say.Count(count, "read")} of the quorum probe went back behind what its own session had written or read, expected none: {flaws[0].Text}", figures, Examples.Of(trial.History, "quorum probe", [.. flaws.Take(Finding.MostEvidence)]))
            : !reads[null].Any()
            ? Say.Inconclusive(Property, "the quorum probe's session across all members read nothing while the load ran, so whether a session reads what it wrote was not tried", figures)
            : Say.Passed(Property, $"each of {Say.Count(count, "read")} of the quorum probe showed at least what its own session had written and read before, as expected", figures)];
    }

    /// <summary>One a read.</summary>
    private static IEnumerable<Flaw> Flaws(List<SessionRead> reads, List<QuorumWrite> writes, List<TimeSpan> expired)
    {
        var unknown = writes.Where(write => write.Outcome == Outcome.Unknown).Select(write => write.Sequence).ToHashSet();
        var written = writes.Where(write => write is { Outcome: Outcome.Ok, Version: not null }).Select(View.Of).ToList();
        var seen = written.Concat(reads.Where(read => read.Version is not null).Select(View.Of)).OrderBy(view => view.At).ToList();

        // Only its own session writes a znode, so that a version has one value whoever reads it.
        var values = seen.ToLookup(view => view.Version);
        var (done, session, highest) = (0, -1, default(View));
        foreach (var read in reads.OrderBy(read => read.Invoked))
        {
            // A new session begins where any member stands.
            var current = expired.Count(at => at <= read.Invoked);
            (session, highest) = current == session ? (session, highest) : (current, null);
            for (; done < seen.Count && seen[done].At <= read.Invoked; done++)
            {
                if (expired.Count(at => at <= seen[done].Invoked) == current && (highest is null || (seen[done].Version, seen[done].Sequence).CompareTo((highest.Version, highest.Sequence)) > 0))
                {
                    highest = seen[done];
                }
            }

            if (Flaw(read, highest, read.Version is { } version ? values[version].FirstOrDefault(view => view.Sequence != read.Sequence) : null, unknown) is { } flaw)
            {
                yield return flaw;
            }
        }
    }

    private static Flaw? Flaw(SessionRead read, View? highest, View? another, HashSet<long> unknown)
    {
        var shown = read.Version is null ? "found the znode gone" : $"showed sequence {read.Sequence}, version {read.Version},";
        var before = highest is null ? null
            : read.Version is null || read.Version < highest.Version ? highest

            // A value below may be that of a write whose outcome was not known, and which was done late.
            : read.Version > highest.Version && read.Sequence < highest.Sequence && !unknown.Contains(read.Sequence!.Value) ? highest
            : null;
        var other = before ?? another;
        return other is null ? null : new Flaw(read.At, $"a read {shown} {(before is null ? "and" : "after")} {other.Words}", other.Mark, Mark.SessionRead(read.Session, read.At));
    }

    /// <summary>A value and its version, as a session knew them from some moment on.</summary>
    private sealed record View(TimeSpan Invoked, TimeSpan At, long Sequence, int Version, string Words, Mark Mark)
    {
        public static View Of(QuorumWrite write) =>
            new(write.Invoked, write.At, write.Sequence, write.Version!.Value, $"write {write.Sequence} had got version {write.Version}", Mark.QuorumWrite(write.Session, write.Sequence));

        public static View Of(SessionRead read) =>
            new(read.Invoked, read.At, read.Sequence!.Value, read.Version!.Value, $"another read had shown sequence {read.Sequence}, version {read.Version}", Mark.SessionRead(read.Session, read.At));
    }
}
