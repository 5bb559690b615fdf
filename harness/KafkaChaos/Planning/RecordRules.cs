using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Whether acknowledged records can be lost. Yes is the bad answer here.</summary>
internal static class RecordRules
{
    /// <summary>The processes die and the machines live, so what is in the page cache stays.</summary>
    public static Cell ByKill(Circumstances now)
    {
        if (now.Acks == Acks.None)
        {
            return new(Answer.Yes, "possible", "Every in-sync set: acks=0 acknowledges what no broker need have received, so that records can be lost even without a loss of nodes.");
        }

        if (now.Hit.Most == 0)
        {
            return Cell.No("Every in-sync set: no replica is lost.");
        }

        if (now.Replicas == 1)
        {
            return Cell.No("The only replica is the in-sync set: a killed process leaves its records in the page cache, and nobody else can lead.");
        }

        if (now.Acks == Acks.Leader)
        {
            return new(Answer.Yes, "possible", "In-sync set full: with acks=1 a lost leader may have acknowledged records that no follower had yet, and a follower leads after it.");
        }

        return now.Unclean
            ? Cell.When("may", "In-sync set full: none; worst in-sync set: where no in-sync member lives, unclean.leader.election.enable lets a replica lead that lacks acknowledged records.")
            : Cell.No("Every in-sync set: a killed process leaves its records in the page cache, every in-sync member has all acknowledged ones, and only in-sync members are elected.");
    }

    /// <summary>The machines die: what was not yet written to disk is gone.</summary>
    public static Cell ByPowerLoss(Circumstances now)
    {
        var (most, all, smallest) = (now.Hit.Most, now.Replicas, now.Smallest);
        var killed = ByKill(now);
        if (now.Hit.Most == 0 || now.Acks == Acks.None)
        {
            return killed;
        }

        if (now.Flushed)
        {
            return killed.Answer == Answer.No
                ? Cell.No("Every in-sync set: log.flush.interval.messages=1 has each record on disk before it is acknowledged, at the price of a write to disk for each.")
                : killed;
        }

        if (now.Acks == Acks.Leader)
        {
            return new(Answer.Yes, "possible", "In-sync set full: with acks=1 a lost leader may have acknowledged records that no follower had yet and that were not on its disk.");
        }

        if (now.Hit.Least >= all)
        {
            return Cell.Yes($"In-sync set full, and every other: all {all} replicas of at least one partition lose power together, and with them what was acknowledged since the last write-back (about 30 s by a kernel's defaults).");
        }

        if (most >= all)
        {
            return Cell.When("may", $"In-sync set full: whether a partition has all its {all} replicas in what loses power depends on the placement{now.Chance(all)}; worst in-sync set: {smallest} of them suffice.");
        }

        var full = now.Quorum == Answer.Yes
            ? "none, for a member outside has every acknowledged record and is elected"
            : "only if, once the quorum is back, a lost member returns and leads with its tail gone before a controller takes it out of the set";
        if (most >= smallest)
        {
            return Cell.When("may", $"In-sync set full: {full}; worst in-sync set: {smallest} of the lost replicas may have been all of it (min.insync.replicas={now.Topic.MinInsyncReplicas}), and then what was acknowledged since the last write-back is gone{now.Chance(smallest)}.");
        }

        if (now.Quorum != Answer.Yes)
        {
            return Cell.When("may", $"In-sync set full or any of {smallest} and more: {full}; a set of {smallest} does not fit into the {(most == 1 ? "single lost replica" : $"{most} lost replicas")} of a partition.");
        }

        return now.Unclean
            ? killed
            : Cell.No($"In-sync set full or any of {smallest} and more: such a set does not fit into the {(most == 1 ? "single lost replica" : $"{most} lost replicas")} of a partition, so a member outside has every acknowledged record; only a set that a failure before had shrunk below min.insync.replicas={now.Topic.MinInsyncReplicas} is not covered.");
    }
}
