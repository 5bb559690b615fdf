namespace KafkaChaos.Planning;

/// <summary>The advice in sentences.</summary>
internal static class AdviceNotes
{
    internal static string OfQuorum(AdviceQuestion question, int lost, bool survives) =>
        $"the quorum {(survives ? "survives" : "is lost")}: {question.Voters - lost} of {question.Voters} voters live, a majority is {Quorum.Majority(question.Voters)}";

    internal static string OfWrites(AdviceQuestion question, int most, bool quorum, bool enough)
    {
        var live = $"{question.Replication - most} of {question.Replication} replicas of every partition live at least, acks=all needs {question.MinInsync} (in-sync set full)";
        return (quorum, enough) switch
        {
            (true, true) => $"topics stay writable: {live}",
            (true, false) => $"some partitions cannot be written: {live}",
            (false, _) when most == 0 => "topics go on being written until the next change of an in-sync set, because no replica is lost; then they stall until the quorum is back",
            (false, _) => "partitions with a replica there stall until the quorum is back: without it no leader is elected and no in-sync set shrinks",
        };
    }

    internal static string OfPower(AdviceQuestion question, int most, bool safe, bool safeInSync) => (safe, safeInSync) switch
    {
        (true, _) => $"its power loss loses no acknowledged record: at most {Replicas(most)} of a partition can be there, fewer than min.insync.replicas {question.MinInsync}",
        (false, true) => $"its power loss can lose acknowledged records if an in-sync set had shrunk to the {Replicas(most)} that can be there (worst in-sync set); none with in-sync sets full",
        _ => $"its power loss can lose acknowledged records even with in-sync sets full: all {Replicas(question.Replication)} of a partition can be there",
    };

    internal static IEnumerable<string> Of(AdviceQuestion question, IReadOnlyList<Placement> best, Placement? witnessed)
    {
        foreach (var site in question.Zones.GroupBy(zone => zone.Domain).Where(site => site.Count() > 1))
        {
            yield return $"{string.Join(", ", site.Select(zone => zone.Name))} are one physical site, {site.Key}: what stands in them dies together, however the zones are called.";
        }

        var domains = Advisor.DomainsOf(question);
        var survived = best[0].Domains.Count(loss => loss.Quorum);
        if (domains.Count == 1)
        {
            yield return $"There is one domain, {domains[0]}: no placement survives its loss.";
        }
        else if (survived == domains.Count)
        {
            yield return $"The quorum can survive the loss of any one of the {domains.Count} domains: no domain needs to hold {Quorum.Majority(question.Voters)} of {question.Voters} voters.";
        }
        else if (domains.Count == 2)
        {
            yield return $"With two domains no placement survives the loss of both in turn: one of them holds the majority, {Quorum.Majority(question.Voters)} or more of {question.Voters} voters, and its loss ends the quorum. An even number of voters, split evenly, would lose it with either.";
        }
        else
        {
            yield return $"No placement lets the quorum survive the loss of every domain: the best survives {survived} of {domains.Count}.";
        }

        if (question.Zones.GroupBy(zone => zone.Domain).Any(site => site.Count() > 1) && question.Replication > 1)
        {
            yield return "Kafka spreads the replicas of a partition over zones (broker.rack), not over domains: whether a domain can hold too many is judged for the worst placement that this rule permits.";
        }

        if (witnessed is not null)
        {
            yield return OfWitness(question, best[0], witnessed);
        }
    }

    private static string OfWitness(AdviceQuestion question, Placement best, Placement witnessed)
    {
        var quorum = witnessed.Domains.Count(loss => loss.Quorum);
        var writes = witnessed.Domains.Where(loss => !loss.Writable).Select(loss => loss.Lost).ToList();
        var safe = witnessed.Domains.Where(loss => !loss.PowerSafe).Select(loss => loss.Lost).ToList();
        return $"A witness, one voter and no broker in a third place, cures the quorum: it survives the loss of {quorum} of {witnessed.Domains.Count} domains instead of {best.Domains.Count(loss => loss.Quorum)} of {best.Domains.Count}."
            + " It holds no record and so does nothing for min.insync.replicas: "
            + (writes.Count == 0 ? "topics stay writable because enough replicas live after any one loss" : $"with {string.Join(" or ", writes)} lost, acks=all writes still find too few of {question.MinInsync} replicas")
            + (safe.Count == 0 ? "." : $"; and the power loss of {string.Join(" or ", safe)} can still lose acknowledged records if the in-sync set had shrunk to that site.");
    }

    private static string Replicas(int count) => count == 1 ? "1 replica" : $"{count} replicas";
}
