using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Whether a topic stays readable and writable.</summary>
internal static class TopicRules
{
    public static Cell Readable(Circumstances now)
    {
        var (most, all) = (now.Hit.Most, now.Replicas);
        if (now.Hit.Least >= all)
        {
            return Cell.No($"Every in-sync set: all {all} replicas of at least one partition are in what is lost.");
        }

        if (now.Quorum != Answer.Yes)
        {
            return most == 0
                ? Cell.When("until the next change", "Every in-sync set: no replica is lost and leaders go on serving, but nothing can be elected without a quorum, and a broker that restarts does not come back.")
                : Cell.When("partly", "Every in-sync set: without a quorum no leader is elected; partitions whose leader lives are read until the next change, the others not until the quorum is back.");
        }

        if (most >= all)
        {
            return Cell.When("may", $"In-sync set full: whether a partition has all its {all} replicas in what is lost depends on the placement{now.Chance(all)}.");
        }

        var worst = now.Unclean
            ? "if it had shrunk to replicas that are lost, one out of sync is elected and records are gone"
            : "if it had shrunk to replicas that are lost, the partition has no leader until one of them returns";
        return Cell.Yes(most == 0
            ? "Every in-sync set: no replica is lost."
            : $"In-sync set full: at least {all - most} of {all} replicas of every partition live, and one of them is elected; worst in-sync set: {worst}.");
    }

    public static Cell Writable(Circumstances now)
    {
        var (most, all, needed) = (now.Hit.Most, now.Replicas, now.Needed);
        if (all - now.Hit.Least < needed)
        {
            return Cell.No($"Every in-sync set, the full one too: at most {all - now.Hit.Least} of {all} replicas of at least one partition live, and acks={now.AcksName} needs {needed}.");
        }

        if (now.Quorum != Answer.Yes)
        {
            return WithoutQuorum(now);
        }

        if (all - most < needed)
        {
            return Cell.When("may", $"In-sync set full: whether a partition keeps the {needed} live replicas that acks={now.AcksName} needs depends on the placement{now.Chance(all - needed + 1)}.");
        }

        if (most == 0)
        {
            return Cell.Yes(needed <= 1
                ? "Every in-sync set: no replica is lost."
                : $"In-sync set full, or any of {needed} and more: no replica is lost.");
        }

        return Cell.Yes(now.Acks == Acks.All
            ? $"In-sync set full: at least {all - most} of {all} replicas of every partition live and acks=all needs {needed}, after a stall of {now.Stall} where only a follower is lost; worst in-sync set: one that had shrunk stops until a lost member returns or another has caught up."
            : $"In-sync set full: at least {all - most} of {all} replicas of every partition live and acks={now.AcksName} needs only the leader; worst in-sync set: if it had shrunk to replicas that are lost, nothing is written until one of them returns.");
    }

    private static Cell WithoutQuorum(Circumstances now) => now switch
    {
        { Hit.Most: 0 } => Cell.When("until the next change", "In-sync set full, or any that min.insync.replicas allows: no replica is lost and writing goes on, but without a quorum the next failure of a member stalls its partitions without end."),
        { Acks: Acks.All, Hit.Every: > 0 } => Cell.When("stalls", "In-sync set full: every partition has lost a member that nothing can take out of its in-sync set without a quorum, so acks=all stalls until the quorum is back; a smaller in-sync set that lives whole goes on until the next change."),
        { Acks: Acks.All } => Cell.When("partly", "In-sync set full: partitions whose whole in-sync set lives are written until the next change; one that lost a member stalls without end, until the quorum is back."),
        _ => Cell.When("partly", $"Every in-sync set: with acks={now.AcksName} partitions whose leader lives are written until the next change, the others not until the quorum is back."),
    };
}
