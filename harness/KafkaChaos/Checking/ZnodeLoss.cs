using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>No acknowledged write to ZooKeeper is missing later: neither at the end nor, by the znode's version, in between.</summary>
internal sealed class ZnodeLoss : IChecker
{
    private const string Property = "znode-loss";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (!trial.Scenario.Topology.Ensemble.Any())
        {
            return [];
        }

        var written = trial.History.Of<QuorumWrite>().Where(write => write is { Outcome: Outcome.Ok, Version: not null }).ToList();
        if (written.Count == 0)
        {
            return [Say.Inconclusive(Property, "no quorum write was acknowledged, so none could be lost: the run shows nothing")];
        }

        var sequence = written.Max(write => write.Sequence);
        var version = written.Max(write => write.Version ?? 0);
        Figure[] figures = [new("acknowledged", written.Count, "writes"), new("highest sequence", sequence, "sequence"), new("highest version", version, "version")];
        if (Backwards(written) is { } back)
        {
            return [Say.Failed(Property, $"a write acknowledged before was gone by {Say.Seconds(back.Later.At)}: {back.Text}", figures, [new(back.Later.At, "quorum probe", back.Text)])];
        }

        var read = trial.History.Of<QuorumRead>().LastOrDefault();
        if (read is null)
        {
            return [Say.Inconclusive(Property, "the quorum probe's znode was not read at the end", figures)];
        }

        var last = written.Max(write => write.At);
        if (read.At < last)
        {
            return [Say.Inconclusive(Property, $"the quorum probe's znode was read at {Say.Seconds(read.At)}, before its last write at {Say.Seconds(last)}", figures)];
        }

        var seen = read.Sequence is null ? "the znode is gone" : $"sequence {read.Sequence}, version {read.Version}";
        Evidence[] evidence = [new(read.At, "quorum probe", $"read after a sync: {seen}")];
        return [read.Sequence >= sequence && read.Version >= version
            ? Say.Passed(Property, $"the last read shows {seen}, expected at least {sequence} and {version}: none of {written.Count} acknowledged znode writes was lost", figures, evidence)
            : Say.Failed(Property, $"acknowledged znode writes were lost: the last read shows {seen}, expected at least sequence {sequence} and version {version}", figures, evidence)];
    }

    /// <summary>A write that was begun after another was acknowledged, and got no higher version: in between the znode went back.</summary>
    private static (QuorumWrite Later, string Text)? Backwards(List<QuorumWrite> written)
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
                return (write, $"write {write.Sequence} got version {write.Version} after write {highest.Sequence} had got {highest.Version}");
            }
        }

        return null;
    }
}
