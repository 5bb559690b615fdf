using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>What the number and the place of voters mean, before any loss.</summary>
internal static class QuorumNotes
{
    public static IEnumerable<string> Of(Topology topology)
    {
        if (topology.Ensemble.Any())
        {
            if (topology.ZooKeeper is { Groups.Count: > 0 } software)
            {
                var groups = Quorum.Groups(topology, []);
                yield return $"ZooKeeper's ensemble is hierarchical: a quorum needs more than half of the votes in {Quorum.Majority(groups.Count)} of {groups.Count} groups"
                    + (groups.Count < software.Groups.Count ? $"; {Count(software.Groups.Count - groups.Count, "group")} without weight {(software.Groups.Count - groups.Count == 1 ? "is" : "are")} ignored." : ".");
            }
            else
            {
                yield return Parity(topology.Voters.Count(), "ZooKeeper voters");
            }

            if (topology.Voters.Count() < topology.Ensemble.Count())
            {
                yield return $"{Count(topology.Ensemble.Count() - topology.Voters.Count(), "observer")}: observers serve clients and never count for the quorum, neither when they live nor when they are lost.";
            }

            if (QuorumRules.HasOracle(topology))
            {
                yield return "An oracle decides for the two voters: one may serve alone while a file says 1. Whoever writes that file decides, a wrong 1 on both sides splits the ensemble, and znodes that only the lost voter held are gone.";
            }
            else if (topology.ZooKeeper is { } zookeeper && zookeeper.Settings.ContainsKey("oraclePath"))
            {
                yield return Versions.AtLeast(zookeeper.Version, 3, 7)
                    ? "oraclePath is set and has no effect here: an oracle is for exactly two voters without groups."
                    : $"oraclePath is set and has no effect: ZooKeeper {zookeeper.Version} has no oracle (3.6.4 and before do not).";
            }
        }

        if (topology.IsKRaft)
        {
            var combined = topology.Nodes.Count(node => node.Role == NodeRole.Combined);
            yield return Parity(topology.Controllers.Count(), "KRaft controllers");
            yield return "KRaft: controllers and combined nodes vote, brokers do not; the metadata log is flushed to disk before it counts, so a power loss takes none of it that a majority had acknowledged."
                + (combined > 0 ? $" {Count(combined, "node")} {(combined == 1 ? "is" : "are")} broker and controller in one process: whatever ends {(combined == 1 ? "it" : "one")} takes a vote and replicas at once." : "");
        }
    }

    /// <summary>Odd and even, and why.</summary>
    internal static string Parity(int voters, string kind)
    {
        var may = voters - Quorum.Majority(voters);
        var head = $"{voters} {(voters == 1 ? kind[..^1] : kind)}: a majority is {Quorum.Majority(voters)}, so";
        if (voters < 2)
        {
            return $"{head} no loss is survived.";
        }

        var body = may switch
        {
            0 => "no loss is survived",
            1 => "any one may be lost, and none more: during the maintenance of one the failure of another stops the quorum (five survive one failure during the maintenance of another, three do not)",
            _ => $"any {may} may be lost: the quorum survives {(may == 2 ? "one failure" : $"{may - 1} failures")} during the maintenance of another",
        };
        return voters % 2 == 1
            ? $"{head} {body}."
            : $"{head} {body}. An even number survives no more than {voters - 1} would, writes wait for one acknowledgement more, and a split into two halves leaves no side a majority: take {voters - 1} or {voters + 1}.";
    }

    private static string Count(int number, string one) => $"{number} {one}{(number == 1 ? "" : "s")}";
}
