using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Whether the quorum outlives a loss and a controller can be elected, with the reason.</summary>
internal static class QuorumRules
{
    /// <summary>Whose loss the verdict hangs on.</summary>
    public static IEnumerable<Node> VotersOf(Topology topology) => topology.IsKRaft ? topology.Controllers : topology.Voters;

    /// <returns>Null where nothing votes.</returns>
    public static Cell? Quorum(Topology topology, IReadOnlyCollection<string> lost)
    {
        if (topology.IsKRaft)
        {
            return Majority("KRaft controllers", topology.Controllers, lost, "");
        }

        if (!topology.Ensemble.Any())
        {
            return null;
        }

        var groups = Planning.Quorum.Groups(topology, lost);
        if (topology.ZooKeeper is { Groups.Count: > 0 })
        {
            var holds = groups.Count(group => group.Holds);
            var majority = Planning.Quorum.Majority(groups.Count);
            var votes = string.Join(", ", groups.Select(group => $"{group.Name} {group.Live} of {group.Votes}"));
            var reason = $"{holds} of {groups.Count} groups keep more than half of their votes ({votes}) and {majority} must; a group without weight is ignored.";
            return holds >= majority ? Cell.Yes(reason) : Cell.No(reason);
        }

        var cell = Majority("ZooKeeper voters", topology.Voters, lost, topology.Voters.Count() < topology.Ensemble.Count() ? "; observers do not count" : "");
        return cell.Answer == Answer.No && HasOracle(topology) && topology.Voters.Count(voter => !lost.Contains(voter.Name)) == 1
            ? Cell.When("oracle", "1 of 2 ZooKeeper voters lives, which serves on only while the oracle's file says 1; acknowledged znodes that the lost one alone held can be lost.")
            : cell;
    }

    /// <summary>Two voters, one of which may serve alone while a file says so; ZooKeeper has that from 3.7.0.</summary>
    public static bool HasOracle(Topology topology) =>
        topology.ZooKeeper is { Groups.Count: 0 } software && software.Settings.ContainsKey("oraclePath")
        && topology.Voters.Count() == 2 && Versions.AtLeast(software.Version, 3, 7);

    /// <returns>Null where there is no Kafka.</returns>
    public static Cell? Controller(Topology topology, Cell? quorum, bool anyBroker) => topology switch
    {
        { Kafka: null } => null,
        _ when !topology.IsKRaft && !anyBroker => Cell.No("No broker lives, and in ZooKeeper mode the controller is one of them."),
        _ when quorum is null => Cell.No("There is no ZooKeeper in which a controller could be elected."),
        { IsKRaft: true } => quorum.Answer == Answer.Yes
            ? Cell.Yes("The KRaft controllers' quorum lives and elects its leader, which is the controller.")
            : Cell.No("The KRaft controllers' quorum is lost, and its leader is the controller."),
        _ => quorum.Answer switch
        {
            Answer.Yes => Cell.Yes("The ZooKeeper quorum lives, and so does a broker to take the controller's znode."),
            Answer.Conditional => Cell.When("oracle", "A broker lives to take the controller's znode, if the oracle lets the last voter serve."),
            _ => Cell.No("Without the ZooKeeper quorum no broker can take the controller's znode."),
        },
    };

    private static Cell Majority(string voters, IEnumerable<Node> all, IReadOnlyCollection<string> lost, string more)
    {
        var count = all.Count();
        var live = all.Count(voter => !lost.Contains(voter.Name));
        var majority = Planning.Quorum.Majority(count);
        var reason = $"{live} of {count} {voters} live, and a majority is {majority}{more}.";
        return live >= majority ? Cell.Yes(reason) : Cell.No(reason);
    }
}
