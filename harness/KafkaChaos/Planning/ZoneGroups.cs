using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Zones by number, grouped into domains; tells placements apart that differ by more than names.</summary>
internal sealed class ZoneGroups
{
    private readonly bool[] _witness;

    // Domains that may change their names with each other: as many zones, and as many witnesses among them.
    private readonly IReadOnlyList<IReadOnlyList<int>> _alike;

    internal ZoneGroups(IReadOnlyList<Zone> zones, IReadOnlyList<string> witnesses)
    {
        Zones = zones.Count;
        _witness = [.. zones.Select(zone => witnesses.Contains(zone.Name))];
        Domains = [.. zones.Select((zone, place) => (zone.Domain, place)).GroupBy(one => one.Domain).Select(group => group.Select(one => one.place).ToArray())];
        _alike = [.. Domains.Select((part, place) => (Shape: (part.Length, part.Count(IsWitness)), place)).GroupBy(one => one.Shape).Select(group => group.Select(one => one.place).ToArray())];
    }

    internal int Zones { get; }

    /// <summary>The zones of each domain.</summary>
    internal IReadOnlyList<int[]> Domains { get; }

    internal bool IsWitness(int zone) => _witness[zone];

    internal static int Sum(IReadOnlyList<int> way, IReadOnlyCollection<int> part) => part.Sum(zone => way[zone]);

    /// <summary>Whether of all placements that differ from this one only by names, this is the one that is shown: the fullest zone first.</summary>
    internal bool IsFirstOfItsKind(int[] voters, int[] brokers)
    {
        foreach (var part in Domains)
        {
            for (var k = 1; k < part.Length; k++)
            {
                if (IsWitness(part[k - 1]) == IsWitness(part[k]) && Compare(voters, brokers, part[k - 1], part[k]) < 0)
                {
                    return false;
                }
            }
        }

        foreach (var domains in _alike)
        {
            for (var k = 1; k < domains.Count; k++)
            {
                if (Compare(voters, brokers, Domains[domains[k - 1]], Domains[domains[k]]) < 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>How many placements differ from this one only by names, itself included.</summary>
    internal long Alike(int[] voters, int[] brokers)
    {
        var zones = Domains.Aggregate(1L, (product, part) =>
            product * part.GroupBy(IsWitness).Aggregate(1L, (inner, group) => inner * Orders(group.Select(zone => (voters[zone], brokers[zone])))));
        return _alike.Aggregate(zones, (product, domains) =>
            product * Orders(domains.Select(domain => string.Join(' ', Domains[domain].Select(zone => (voters[zone], brokers[zone]))))));
    }

    private static int Compare(int[] voters, int[] brokers, int[] one, int[] other)
    {
        for (var k = 0; k < one.Length; k++)
        {
            if (Compare(voters, brokers, one[k], other[k]) is not 0 and var order)
            {
                return order;
            }
        }

        return 0;
    }

    private static int Compare(int[] voters, int[] brokers, int one, int other) =>
        voters[one] != voters[other] ? voters[one].CompareTo(voters[other]) : brokers[one].CompareTo(brokers[other]);

    // In how many orders such things can stand: n! over the product of the factorials of the equal ones.
    private static long Orders<T>(IEnumerable<T> things)
    {
        var all = things.ToList();
        return all.GroupBy(thing => thing).Aggregate(Factorial(all.Count), (ways, equal) => ways / Factorial(equal.Count()));
    }

    private static long Factorial(int n) => Enumerable.Range(1, n).Aggregate(1L, (product, k) => product * k);
}
