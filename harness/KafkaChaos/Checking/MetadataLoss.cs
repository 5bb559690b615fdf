using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>No acknowledged write of KRaft's metadata is missing at the end.</summary>
internal sealed class MetadataLoss : IChecker
{
    private const string Property = "metadata-loss";
    private const string Source = "metadata probe";

    public IEnumerable<Finding> Check(Trial trial) => trial.Scenario.Topology.IsKRaft ? [Of(trial.History)] : [];

    private static Finding Of(History history)
    {
        var tried = history.Of<QuorumWrite>().ToList();
        var written = tried.Where(write => write.Outcome == Outcome.Ok).ToList();
        if (written.Count == 0)
        {
            return Say.Inconclusive(Property, "no metadata write was acknowledged, so none could be lost: the run shows nothing");
        }

        var sequence = written.Max(write => write.Sequence);
        Figure[] figures = [new("acknowledged", written.Count, "writes"), new("highest sequence", sequence, "sequence")];
        if (history.Of<QuorumRead>().LastOrDefault() is not { } read)
        {
            return Say.Inconclusive(Property, $"the value of the {Source} was not read at the end", figures);
        }

        var seen = read.Sequence is null ? "no value" : $"sequence {read.Sequence}";
        var last = new Flaw(read.At, $"read: {seen}", Mark.QuorumRead(null));
        var shown = tried.Find(write => write.Sequence == read.Sequence);
        var gone = written.Where(write => !MayFollow(shown, write)).ToList();
        // A request that was held up may be done late, behind what was acknowledged long after its time-out.
        if (gone.Count > 0 && shown is { Outcome: Outcome.Unknown })
        {
            return Say.Inconclusive(Property, $"the last read shows {seen}, expected {sequence}: that write's outcome is unknown, and it was over at {Say.Seconds(shown.At)}, before the begin of {Say.Count(gone.Count, "acknowledged write")}: either it was done late, or those were lost", figures, [new(read.At, Source, last.Text) { On = [read, shown] }]);
        }

        if (gone.Where(write => write.At <= read.Invoked).ToList() is { Count: > 0 } lost)
        {
            var flaws = lost.TakeLast(Finding.MostEvidence - 1).Select(write => new Flaw(write.At, $"write {write.Sequence} was acknowledged", Mark.QuorumWrite(null, write.Sequence)));
            return Say.Failed(Property, $"{Say.Count(lost.Count, "acknowledged metadata write")} of the {Source} were lost: the last read shows {seen}, expected {sequence}, or a write that was not over when that was begun", figures, Examples.Of(history, Source, [last, .. flaws]));
        }

        Evidence[] evidence = [new(read.At, Source, last.Text) { On = [read] }];
        return gone.Count > 0
            ? Say.Inconclusive(Property, $"the last read shows {seen}, expected sequence {sequence}, but {(read.Invoked is { } invoked ? $"it was begun at {Say.Seconds(invoked)}, before the last write was acknowledged at {Say.Seconds(written.Max(write => write.At))}" : "when it was begun was not recorded")}", figures, evidence)
            : Say.Passed(Property, $"the last read shows {seen}, expected {sequence} or what may have been written behind it: none of {Say.Count(written.Count, "acknowledged metadata write")} was lost", figures, evidence);
    }

    /// <summary>Whether the value that was read is of a write behind an acknowledged one, or of one that was not over when that was begun.</summary>
    private static bool MayFollow(QuorumWrite? shown, QuorumWrite write) =>
        shown is { Outcome: Outcome.Ok or Outcome.Unknown } && (shown.At > write.Invoked || shown.Sequence > write.Sequence);
}
