using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>No two members lead in one epoch.</summary>
internal sealed class QuorumLeadership : IChecker
{
    private const string Property = "quorum-leadership";

    public IEnumerable<Finding> Check(Trial trial)
    {
        // A single voter has nobody to lead beside it.
        if (trial.Scenario.Topology.Voters.Count() < 2)
        {
            return [];
        }

        var terms = trial.History.Of<ZooKeeperRole>().GroupBy(role => role.Node).SelectMany(Terms).Where(term => term.Epoch is not null).ToList();
        if (terms.Count == 0)
        {
            return [Say.Inconclusive(Property, "no leader with its epoch was seen, so two in one epoch cannot be excluded")];
        }

        var clash = terms.GroupBy(term => term.Epoch).FirstOrDefault(epoch => epoch.DistinctBy(term => term.Node).Count() > 1);
        var evidence = terms.Select(term => new Evidence(term.At, $"srvr of {term.Node}", $"leader, {Say.Epoch(term.Epoch)}"));
        Figure[] figures = [new("epochs", terms.DistinctBy(term => term.Epoch).Count(), "epochs")];
        return [clash is null
            ? Say.Passed(Property, $"each epoch had one leader: {Say.List(terms.OrderBy(term => term.At).Select(term => $"{term.Node} in {term.Epoch}"))}", figures, evidence)
            : Say.Failed(Property, $"{Say.List(clash.Select(term => term.Node).Distinct())} all led in epoch {clash.Key}, expected one leader an epoch", figures, evidence)];
    }

    /// <summary>A term's first look may still show the epoch before, so its highest counts.</summary>
    private static IEnumerable<(string Node, TimeSpan At, long? Epoch)> Terms(IGrouping<string, ZooKeeperRole> roles)
    {
        ZooKeeperRole? began = null;
        long? epoch = null;
        foreach (var role in roles)
        {
            if (role.Mode == ZooKeeperMode.Leader)
            {
                began ??= role;
                epoch = epoch is null || role.Epoch > epoch ? role.Epoch : epoch;
            }
            else if (began is not null)
            {
                yield return (began.Node, began.At, epoch);
                (began, epoch) = (null, null);
            }
        }

        if (began is not null)
        {
            yield return (began.Node, began.At, epoch);
        }
    }
}
