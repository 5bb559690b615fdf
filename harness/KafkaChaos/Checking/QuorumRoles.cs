using KafkaChaos.Histories;
using KafkaChaos.Planning;

namespace KafkaChaos.Checking;

/// <summary>What KRaft's controllers themselves show of their quorum, where no broker lives that would take a write.</summary>
internal sealed class QuorumRoles(Trial trial, Timeline timeline)
{
    /// <summary>Whether the quorum takes no write from a strike to its undo because no broker lives, whatever the controllers do.</summary>
    public bool IsMute(Strike kill)
    {
        var topology = trial.Scenario.Topology;
        return topology.IsKRaft && topology.Brokers.Any() && topology.Brokers.All(broker => kill.Down.Contains(broker.Name) && !timeline.IsUp(broker.Name, kill.Last));
    }

    /// <summary>A leader with a quorum: one of a higher epoch was voted for, and one that led on for longer than it does without followers has them.</summary>
    /// <returns>The look that shows it; null where there is none before the undo.</returns>
    public MemberRole? Proof(Strike kill, MemberRole old)
    {
        var until = kill.Undone < kill.Until ? kill.Undone.Value : kill.Until;
        if (timeline.Roles.FirstOrDefault(role => role.At > kill.Requested.At && role.At <= until && role.Mode == MemberMode.Leader && role.Epoch > old.Epoch) is { } elected)
        {
            return elected;
        }

        // It resigns where no majority has fetched from it for 1.5 times the time-out.
        var resigns = kill.Last + (1.5 * Trials.SettingsOf(trial.Scenario, trial.History).FetchTimeout);
        return !kill.Hit(old.Node) && until > resigns && timeline.HadTime(kill.Last, until - kill.Last) && timeline.LeaderAt(until) is { } led && led.Node == old.Node ? led : null;
    }
}
