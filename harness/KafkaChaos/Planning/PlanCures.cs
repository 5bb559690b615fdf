using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>What would cure a domain loss that a topology does not survive, and what would not.</summary>
internal static class PlanCures
{
    public static IEnumerable<string> Of(Topology topology, Acks acks, IReadOnlyList<PlanRow> domains)
    {
        var voters = DomainsOf(topology, topology.IsKRaft ? topology.Controllers : topology.Voters);
        var brokers = DomainsOf(topology, topology.Brokers);
        var fatal = domains.Where(row => row.Quorum is { Answer: not Answer.Yes }).ToList();
        if (fatal.Count > 0)
        {
            yield return Voters(voters, fatal);
        }

        var witnesses = voters.Except(brokers).ToList();
        if (witnesses.Count > 0 && brokers.Count > 0 && fatal.Count == 0)
        {
            yield return $"{Names.And(witnesses)} is a witness, with a vote and no broker: it keeps the quorum through the loss of another domain. It holds no replica, so it does nothing for min.insync.replicas and for the records.";
        }

        if (topology.Topics.Count > 0)
        {
            foreach (var cure in Replicas(topology, acks, domains, brokers))
            {
                yield return cure;
            }
        }
    }

    private static string Voters(List<string> voters, List<PlanRow> fatal)
    {
        const string Not = "It does not cure min.insync.replicas: a witness holds no replica.";
        return voters.Count switch
        {
            1 => $"Quorum: all voters stand in {voters[0]}. Voters in two domains would still lose the quorum with the one that has the majority (in an even split, with either); three domains without a majority in any survive the loss of one. The third may be a witness, with a vote and no broker. {Not}",
            2 => $"Quorum: with voters in two domains at least one loss is fatal, that of the domain with the majority (in an even split, of either); no arrangement of two avoids it. A witness, a voter without a broker in a third domain, so that no domain has a majority, cures the quorum. {Not}",
            _ => $"Quorum: {Names.And(fatal.Select(row => row.Name))} has the votes without which there is no quorum, although voters stand in {voters.Count} domains: move voters until no domain has a majority.",
        };
    }

    private static IEnumerable<string> Replicas(Topology topology, Acks acks, IReadOnlyList<PlanRow> domains, List<string> brokers)
    {
        var stopped = domains.Where(row => row.Topics.Any(topic => topic.Writable.Answer == Answer.No || topic.Writable.Verdict == "may")).ToList();
        var lossy = domains.Where(row => row.Topics.Any(topic => topic.LostByPowerLoss.Answer != Answer.No)).ToList();
        if (stopped.Count == 0 && lossy.Count == 0)
        {
            yield break;
        }

        yield return brokers.Count switch
        {
            1 => $"Replicas: all brokers stand in {brokers[0]}, so every replica and every acknowledged record hangs on it, whatever the zones are called. Replicas over domains, and not only over zones, are the cure.",
            2 => "Replicas: two domains leave a choice. With min.insync.replicas no larger than what either domain keeps alone, writing goes on when the other is lost, and the in-sync set may have been the lost domain alone, so that its power loss takes acknowledged records; with one more than either domain holds, records are durable and writing stops. Three domains with a replica in each, replication 3 and min.insync.replicas 2, give both.",
            _ => $"Replicas: Kafka spreads them over zones, not over domains. Give {Names.And(stopped.Concat(lossy).DistinctBy(row => row.Name).Select(row => row.Name))} fewer replicas of each partition than min.insync.replicas, with at least min.insync.replicas outside: one zone with brokers in each of three domains, or an explicit placement.",
        };
        if (acks != Acks.All)
        {
            yield return "Producers: acks=all is needed before the number and the place of replicas protect an acknowledged record.";
        }
        else if (lossy.Count > 0 && topology.Kafka?.Settings.GetValueOrDefault("log.flush.interval.messages") != "1")
        {
            yield return "log.flush.interval.messages=1 protects acknowledged records against a power loss without another domain, at the price of a write to disk for each; it keeps nothing available.";
        }
    }

    private static List<string> DomainsOf(Topology topology, IEnumerable<Node> nodes) =>
        [.. nodes.Select(topology.DomainOf).Distinct()];
}
