namespace KafkaChaos.Planning;

/// <summary>Judges every way to place voters and brokers, and keeps the best.</summary>
internal static class AdviceSearch
{
    /// <summary>Placements that are judged in a few seconds.</summary>
    internal const double MostCombinations = 2e7;

    /// <summary>A loss is a bit.</summary>
    internal const int MostZones = 60;

    // Above the square of any number of brokers that can be searched.
    private const long MostUneven = 1 << 20;
    private const long MostUnevenVoters = 1 << 7;

    /// <summary>The best placements as voters and brokers of each zone, best first, each once for all that differ only by names.</summary>
    internal static IReadOnlyList<(int[] Voters, int[] Brokers)> Best(AdviceQuestion question, int top)
    {
        var groups = new ZoneGroups(question.Zones, question.Witnesses);
        var voters = Ways(question.Voters, groups.Zones, zone => groups.IsWitness(zone) ? 1 : question.Voters)
            .Select(way => (Way: way, Quorum: Mask(groups, part => KeepsQuorum(question, ZoneGroups.Sum(way, part))))).ToList();
        var brokers = Ways(question.Brokers, groups.Zones, zone => groups.IsWitness(zone) ? 0 : question.Brokers)
            .Select(way => new BrokerWay(way, groups, question)).ToList();
        var best = new List<(long Score, int[] Voters, int[] Brokers)>();
        foreach (var (votes, quorum) in voters)
        {
            foreach (var way in brokers)
            {
                var score = Score(groups, votes, quorum, way);
                if ((best.Count < top || score > best[^1].Score) && groups.IsFirstOfItsKind(votes, way.Way))
                {
                    var place = best.FindIndex(one => one.Score < score);
                    best.Insert(place < 0 ? best.Count : place, (score, votes, way.Way));
                    best.RemoveRange(Math.Min(top, best.Count), Math.Max(0, best.Count - top));
                }
            }
        }

        return [.. best.Select(one => (one.Voters, one.Brokers))];
    }

    internal static bool KeepsQuorum(AdviceQuestion question, int lostVoters) =>
        question.Voters - lostVoters >= Quorum.Majority(question.Voters);

    /// <summary>The most replicas of one partition in a part of the zones.</summary>
    internal static int MostReplicas(AdviceQuestion question, IReadOnlyList<int> brokers, IReadOnlyCollection<int> part)
    {
        var racks = Enumerable.Range(0, brokers.Count).Where(zone => brokers[zone] > 0).ToList();
        return RackSpread.On([.. racks.Select(zone => brokers[zone])], [.. racks.Select(zone => part.Contains(zone) ? brokers[zone] : 0)], question.Replication).Most;
    }

    // The order in which a person deciding on a region would weigh them, each in digits of its own.
    private static long Score(ZoneGroups groups, int[] votes, (long Domains, long Zones) quorum, BrokerWay way)
    {
        long score = Count(quorum.Domains);
        score = (score * 64) + Count(quorum.Domains & way.Writable.Domains);
        score = (score * 64) + Count(way.PowerSafe);
        score = (score * 64) + Count(way.PowerSafeInSync);
        score = (score * 64) + Count(quorum.Zones & way.Writable.Zones);
        score = (score * MostUneven) + Evenness(way.Way, MostUneven);
        score = (score * MostUnevenVoters) + Evenness(votes, MostUnevenVoters);
        return (score * 64) + groups.Zones - way.Way.Count(count => count > 0);
    }

    private static long Evenness(int[] way, long most) => most - 1 - Math.Min(most - 1, way.Sum(count => count * count));

    private static int Count(long mask) => System.Numerics.BitOperations.PopCount((ulong)mask);

    private static (long Domains, long Zones) Mask(ZoneGroups groups, Func<IReadOnlyCollection<int>, bool> survives) =>
        (groups.Domains.Select((part, place) => survives(part) ? 1L << place : 0).Sum(),
            Enumerable.Range(0, groups.Zones).Select(zone => survives([zone]) ? 1L << zone : 0).Sum());

    private static List<int[]> Ways(int things, int zones, Func<int, int> most)
    {
        var found = new List<int[]>();
        Fill(new int[zones], 0, things);
        return found;

        void Fill(int[] way, int zone, int left)
        {
            if (zone == zones - 1)
            {
                if (left <= most(zone))
                {
                    way[zone] = left;
                    found.Add([.. way]);
                }

                return;
            }

            for (var here = 0; here <= Math.Min(left, most(zone)); here++)
            {
                way[zone] = here;
                Fill(way, zone + 1, left - here);
            }
        }
    }

    private sealed class BrokerWay(int[] way, ZoneGroups groups, AdviceQuestion question)
    {
        public int[] Way => way;

        public (long Domains, long Zones) Writable { get; } =
            Mask(groups, part => question.Replication - MostReplicas(question, way, part) >= question.MinInsync);

        public long PowerSafe { get; } = Mask(groups, part => question.MinInsync > MostReplicas(question, way, part)).Domains;

        public long PowerSafeInSync { get; } = Mask(groups, part => question.Replication > MostReplicas(question, way, part)).Domains;
    }
}
