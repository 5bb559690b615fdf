using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>No acknowledged write to ZooKeeper is missing later: neither at the end nor, by the znode's version, in between.</summary>
internal sealed class ZnodeLoss : IChecker
{
    private const string Property = "znode-loss";
    private const string Source = "quorum probe";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (!trial.Scenario.Topology.Ensemble.Any())
        {
            return [];
        }

        var timeline = Timeline.Of(trial);
        var written = trial.History.Of<QuorumWrite>().GroupBy(write => write.Session)
            .Select(session => (session.Key, Done: session.Where(write => write is { Outcome: Outcome.Ok, Version: not null }).ToList(), Tried: session.Any(write => session.Key is null || timeline.IsUp(session.Key, write.Invoked))))

            // Through a member that is down for as long as the probe writes nothing can be written.
            .Where(session => session.Tried || session.Done.Count > 0)
            .ToList();
        return written.Exists(session => session is { Key: null, Done.Count: > 0 })
            ? written.OrderBy(session => session.Key, StringComparer.Ordinal).Select(session => Check(trial, session.Key, session.Done))
            : [Say.Inconclusive(Property, "no quorum write was acknowledged, so none could be lost: the run shows nothing")];
    }

    /// <summary>Each session has a znode of its own.</summary>
    private static Finding Check(Trial trial, string? session, List<QuorumWrite> written)
    {
        var probe = session is null ? "quorum probe" : $"quorum probe through {session}";
        if (written.Count == 0)
        {
            return Say.Inconclusive(Property, $"no write of the {probe} was acknowledged, so none could be lost: it shows nothing");
        }

        var sequence = written.Max(write => write.Sequence);
        var version = written.Max(write => write.Version ?? 0);
        Figure[] figures = [new("acknowledged", written.Count, "writes"), new("highest sequence", sequence, "sequence"), new("highest version", version, "version")];
        if (Backwards(written).Take(Finding.MostEvidence).ToList() is { Count: > 0 } back)
        {
            return Say.Failed(Property, $"a write of the {probe} that was acknowledged before was gone by {Say.Seconds(back[0].At)}: {back[0].Text}", figures, Examples.Of(trial.History, Source, back));
        }

        var read = trial.History.Of<QuorumRead>().LastOrDefault(one => one.Session == session);
        if (read is null)
        {
            return Say.Inconclusive(Property, $"the znode of the {probe} was not read at the end", figures);
        }

        var seen = read.Sequence is null ? "the znode is gone" : $"sequence {read.Sequence}, version {read.Version}";
        var last = $"read after a sync: {seen}";
        var gone = Gone(trial.History, written, read).ToList();

        // What was acknowledged while it was read need not be in it.
        if (gone.Where(write => write.At <= read.Invoked).ToList() is { Count: > 0 } lost)
        {
            var flaws = lost.Take(Finding.MostEvidence - 1).Select(write => new Flaw(write.At, $"write {write.Sequence} was acknowledged with version {write.Version}", Mark.QuorumWrite(session, write.Sequence)));
            return Say.Failed(Property, $"acknowledged znode writes of the {probe} were lost: the last read shows {seen}, expected at least sequence {sequence} and version {version}", figures, Examples.Of(trial.History, Source, [new(read.At, last, Mark.QuorumRead(session)), .. flaws]));
        }

        var ended = written.Max(write => write.At);
        if (gone.Count > 0)
        {
            var when = read.Invoked is { } invoked ? $"that read was begun at {Say.Seconds(invoked)}, before the last write was acknowledged at {Say.Seconds(ended)}" : "when that read was begun was not recorded";
            return Say.Inconclusive(Property, $"the last read of the {probe} shows {seen}, expected at least sequence {sequence} and version {version}, but {when}", figures, [new(read.At, Source, last)]);
        }

        return read.At < ended
            ? Say.Inconclusive(Property, $"the znode of the {probe} was read at {Say.Seconds(read.At)}, before its last write at {Say.Seconds(ended)}", figures)
            : Say.Passed(Property, $"the last read shows {seen}, expected at least {sequence} and {version}: none of {written.Count} acknowledged znode writes of the {probe} was lost", figures, [new(read.At, Source, last)]);
    }

    /// <summary>A write that was begun after another was acknowledged, and got no higher version: in between the znode went back.</summary>
    private static IEnumerable<Flaw> Backwards(List<QuorumWrite> written)
    {
        var byEnd = written.OrderBy(write => write.At).ToList();
        QuorumWrite? highest = null;
        var ended = 0;
        foreach (var write in written.OrderBy(write => write.Invoked))
        {
            for (; ended < byEnd.Count && byEnd[ended].At <= write.Invoked; ended++)
            {
                highest = highest is null || byEnd[ended].Version > highest.Version ? byEnd[ended] : highest;
            }

            if (highest is not null && !ReferenceEquals(highest, write) && write.Version <= highest.Version)
            {
                yield return new Flaw(write.At, $"write {write.Sequence} got version {write.Version} after write {highest.Sequence} had got {highest.Version}", Mark.QuorumWrite(highest.Session, highest.Sequence), Mark.QuorumWrite(write.Session, write.Sequence));
            }
        }
    }

    /// <summary>Acknowledged writes that a read does not show. A value below theirs at a version above theirs is none where it may have been written last, by a write of unknown outcome.</summary>
    private static IEnumerable<QuorumWrite> Gone(History history, IEnumerable<QuorumWrite> written, QuorumRead read)
    {
        var late = history.Of<QuorumWrite>().Any(write => write.Session == read.Session && write.Sequence == read.Sequence && write.Outcome == Outcome.Unknown);
        return written.Where(write => !((write.Sequence <= read.Sequence && write.Version <= read.Version) || (late && write.Version < read.Version)));
    }
}
