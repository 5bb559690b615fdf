using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>What is to be placed, and where it may be.</summary>
/// <param name="Zones">At least one.</param>
/// <param name="Voters">Odd, at least 1.</param>
/// <param name="Brokers">At least <paramref name="Replication"/>.</param>
/// <param name="Replication">Replicas of every partition, placed over the zones by Kafka's rack-aware placement.</param>
/// <param name="MinInsync"><c>min.insync.replicas</c>, at most <paramref name="Replication"/>.</param>
public sealed record AdviceQuestion(IReadOnlyList<Zone> Zones, int Voters, int Brokers, int Replication, int MinInsync)
{
    /// <summary>Zones that may hold one voter and nothing else.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>What is wrong with the numbers, each in one sentence with what was given and what is expected; empty where nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Voters < 1 || Voters % 2 == 0)
        {
            yield return $"voters: given {Voters}, expected an odd number: {Voters} voters survive as few losses as {Math.Max(1, Voters - 1)}, and one more must live";
        }

        if (Replication < 1)
        {
            yield return $"replication: given {Replication}, expected at least 1";
        }

        if (Brokers < Math.Max(1, Replication))
        {
            yield return $"brokers: given {Brokers}, expected at least the replication of {Replication}: each replica is on a broker of its own";
        }

        if (MinInsync < 1 || MinInsync > Replication)
        {
            yield return $"min-insync: given {MinInsync}, expected 1 to the replication of {Replication}";
        }

        if (Zones.Count == 0)
        {
            yield return "zones: given none, expected at least one";
        }
        else if (Zones.Count > AdviceSearch.MostZones)
        {
            yield return $"zones: given {Zones.Count}, expected at most {AdviceSearch.MostZones}";
        }
        else if (Combinations() > AdviceSearch.MostCombinations)
        {
            yield return FormattableString.Invariant($"zones: given {Zones.Count} for {Voters} voters and {Brokers} brokers, which makes {Combinations():0.#e0} placements, expected at most {AdviceSearch.MostCombinations:0.#e0}: leave out zones, or ask for fewer brokers");
        }
    }

    /// <summary>How many placements there are, those included that differ only by names.</summary>
    public double Combinations() => Ways(Voters) * Ways(Brokers);

    // Of n equal things over the zones: n + zones - 1 over zones - 1.
    private double Ways(int things) =>
        Enumerable.Range(1, Math.Max(0, Zones.Count - 1)).Aggregate(1.0, (product, k) => product * (things + k) / k);
}
