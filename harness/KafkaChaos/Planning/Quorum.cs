using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Which voters a quorum needs. Observers and broker-only nodes never count.</summary>
public static class Quorum
{
    /// <summary>The fewest voters that are more than half: 1 of 1, 2 of 2 and 3, 3 of 4 and 5. Without a voter 1, which nothing can reach.</summary>
    public static int Majority(int voters) => (voters / 2) + 1;

    /// <summary>Whether every quorum that the topology has outlives the loss, ZooKeeper's and KRaft's; true where it has none.</summary>
    /// <remarks>What an oracle may add to two voters is not counted: it hangs on a file.</remarks>
    /// <param name="topology">Its voters, groups and controllers.</param>
    /// <param name="lost">Names of the nodes that are down; names of other things are ignored.</param>
    public static bool Survives(Topology topology, IReadOnlyCollection<string> lost) =>
        ZooKeeperSurvives(topology, lost) && ControllersSurvive(topology, lost);

    /// <summary>Whether the ensemble keeps a quorum: a majority of its voters or, in a hierarchical ensemble, of the votes in a majority of the groups. True where there is no ensemble.</summary>
    public static bool ZooKeeperSurvives(Topology topology, IReadOnlyCollection<string> lost)
    {
        if (!topology.Ensemble.Any())
        {
            return true;
        }

        if (topology.ZooKeeper is { Groups.Count: > 0 })
        {
            var groups = Groups(topology, lost);
            return groups.Count(group => group.Holds) >= Majority(groups.Count);
        }

        var (live, all) = Count(topology.Voters, lost);
        return live >= Majority(all);
    }

    /// <summary>Whether a majority of KRaft's controllers lives, combined nodes among them; true where metadata is in ZooKeeper or there is no Kafka.</summary>
    public static bool ControllersSurvive(Topology topology, IReadOnlyCollection<string> lost)
    {
        if (!topology.IsKRaft)
        {
            return true;
        }

        var (live, all) = Count(topology.Controllers, lost);
        return live >= Majority(all);
    }

    /// <summary>The groups of a hierarchical ensemble that have any weight: one without is ignored, as ZooKeeper does. Empty where the ensemble is not hierarchical.</summary>
    public static IReadOnlyList<GroupVotes> Groups(Topology topology, IReadOnlyCollection<string> lost)
    {
        if (topology.ZooKeeper is not { Groups.Count: > 0 } software)
        {
            return [];
        }

        var voters = topology.Voters.Select(voter => voter.Name).ToHashSet(StringComparer.Ordinal);
        return [.. software.Groups
            .Select(group =>
            {
                var members = group.Members.Where(voters.Contains).ToList();
                return new GroupVotes(group.Name, members.Where(member => !lost.Contains(member)).Sum(Weight), members.Sum(Weight));
            })
            .Where(group => group.Votes > 0)];

        int Weight(string voter) => software.Weights.GetValueOrDefault(voter, 1);
    }

    private static (int Live, int All) Count(IEnumerable<Node> voters, IReadOnlyCollection<string> lost)
    {
        var (live, all) = (0, 0);
        foreach (var voter in voters)
        {
            all++;
            live += lost.Contains(voter.Name) ? 0 : 1;
        }

        return (live, all);
    }
}

/// <summary>What is left of a group of voters.</summary>
/// <param name="Name">The group's.</param>
/// <param name="Live">Votes of its members that live.</param>
/// <param name="Votes">Votes of all its members; above 0.</param>
public sealed record GroupVotes(string Name, int Live, int Votes)
{
    /// <summary>Whether more than half of its votes live.</summary>
    public bool Holds => Live >= Quorum.Majority(Votes);
}
