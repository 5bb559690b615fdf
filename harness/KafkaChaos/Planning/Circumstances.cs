using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>All that the rules for topics look at.</summary>
/// <param name="Topic">Replication and <c>min.insync.replicas</c>.</param>
/// <param name="Acks">The producer's.</param>
/// <param name="Hit">How many replicas of a partition are lost.</param>
/// <param name="Quorum">Whether the quorum lives; <see cref="Answer.Yes"/> only where it does for certain.</param>
/// <param name="Brokers">All of them.</param>
/// <param name="Lost">How many of them are lost, where replicas are placed by chance; else 0.</param>
/// <param name="Unclean"><c>unclean.leader.election.enable</c>.</param>
/// <param name="Flushed">Whether every record is on disk before it is acknowledged: <c>log.flush.interval.messages=1</c>.</param>
/// <param name="Stall">How long a lost follower stalls <c>acks=all</c>, in words.</param>
internal sealed record Circumstances(
    TopicClass Topic, Acks Acks, Hit Hit, Answer Quorum, int Brokers, int Lost, bool Unclean, bool Flushed, string Stall)
{
    public int Replicas => Topic.Replication;

    /// <summary>The smallest in-sync set with which a record is acknowledged.</summary>
    public int Smallest => Math.Max(1, Topic.MinInsyncReplicas);

    /// <summary>Live in-sync replicas without which nothing is written.</summary>
    public int Needed => Acks == Acks.All ? Smallest : 1;

    public string AcksName => Acks switch
    {
        Acks.None => "0",
        Acks.Leader => "1",
        _ => "all",
    };

    /// <summary>Appended to a reason that depends on the placement: the chance where there is one.</summary>
    public string Chance(int atLeast)
    {
        if (Lost == 0)
        {
            return "";
        }

        var one = Odds.Of(Brokers, Lost, Replicas, atLeast);
        return $": by chance {Odds.Percent(one)} for one partition, {Odds.Percent(Odds.OfAny(one, Topic.Partitions))} for at least one of {Topic.Partitions}";
    }
}
