using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Where voters and brokers should stand so that the loss of any one domain does least.</summary>
/// <remarks>
/// Best first by: domains whose loss the quorum survives; domains whose loss also leaves every topic writable; domains whose power
/// loss can lose no acknowledged record, whatever the in-sync sets; the same with full in-sync sets; zones whose loss is survived;
/// evenness of the brokers and of the voters; fewest zones.
/// </remarks>
public static class Advisor
{
    private const string WitnessName = "witness";

    /// <param name="question">Without problems.</param>
    /// <param name="top">How many placements; at least 1.</param>
    /// <exception cref="ArgumentException">The question has problems.</exception>
    public static Advice Advise(AdviceQuestion question, int top)
    {
        if (question.Problems().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem, nameof(question));
        }

        var groups = new ZoneGroups(question.Zones, question.Witnesses);
        var best = AdviceSearch.Best(question, top)
            .Select(found => Told(question, groups, found.Voters, found.Brokers)).ToList();
        var witnessed = question.Witnesses.Count == 0 && DomainsOf(question).Count == 2 ? Advise(WithWitness(question), top) : null;
        return new Advice(question, question.Combinations(), best, [.. AdviceNotes.Of(question, best, witnessed?.Best[0])], witnessed);
    }

    internal static IReadOnlyList<string> DomainsOf(AdviceQuestion question) => [.. question.Zones.Select(zone => zone.Domain).Distinct()];

    private static AdviceQuestion WithWitness(AdviceQuestion question)
    {
        var name = WitnessName;
        while (question.Zones.Any(zone => zone.Name == name || zone.Domain == name))
        {
            name += "-1";
        }

        return question with { Zones = [.. question.Zones, new Zone(name, name)], Witnesses = [name] };
    }

    private static Placement Told(AdviceQuestion question, ZoneGroups groups, int[] voters, int[] brokers)
    {
        var shares = question.Zones.Select((zone, place) => new ZoneShare(zone.Name, zone.Domain, voters[place], brokers[place])).ToList();
        return new Placement(
            shares,
            groups.Alike(voters, brokers),
            [.. groups.Domains.Select(part => Loss(question.Zones[part[0]].Domain, part))],
            [.. question.Zones.Select((zone, place) => Loss(zone.Name, [place]))]);

        LossAnswer Loss(string name, int[] part)
        {
            var lostVoters = ZoneGroups.Sum(voters, part);
            var most = AdviceSearch.MostReplicas(question, brokers, part);
            var quorum = AdviceSearch.KeepsQuorum(question, lostVoters);
            var enough = question.Replication - most >= question.MinInsync;
            var safe = question.MinInsync > most;
            var safeInSync = question.Replication > most;
            return new LossAnswer(name, quorum, quorum && enough, safe, safeInSync,
            [
                AdviceNotes.OfQuorum(question, lostVoters, quorum),
                AdviceNotes.OfWrites(question, most, quorum, enough),
                AdviceNotes.OfPower(question, most, safe, safeInSync),
            ]);
        }
    }
}
