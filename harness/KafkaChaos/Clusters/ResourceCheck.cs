using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Refuses a run that this machine has no room for, before anything is made.</summary>
public static class ResourceCheck
{
    /// <param name="topology">What will be launched.</param>
    /// <param name="dockerRoot">Where the engine keeps containers, as it says itself.</param>
    /// <param name="runs">The folder of run folders; need not exist.</param>
    /// <exception cref="EnvironmentException">The nodes are more than a run's network has addresses for; or memory or disk are less than the need; names every shortage at once. What cannot be seen is not refused.</exception>
    public static void Require(Topology topology, string dockerRoot, string runs)
    {
        if (topology.Nodes.Count > RunNetwork.MostNodes)
        {
            throw new EnvironmentException(
                "The network of a run has no address for every node.",
                "a /24 on this machine",
                $"{topology.Nodes.Count} nodes",
                $"at most {RunNetwork.MostNodes} nodes",
                "plan this topology, and run a smaller one of the same shape");
        }

        Require(RoomFacts.Look(ResourceNeed.Of(topology), dockerRoot, runs));
    }

    internal static void Require(IReadOnlyList<MachineFact> facts)
    {
        var missing = facts.Where(fact => fact.State == FactState.Missing).ToList();
        if (missing.Count > 0)
        {
            throw new EnvironmentException(
                "This machine has not enough room for the run.",
                Joined(fact => fact.Subject),
                Joined(fact => fact.Seen),
                Joined(fact => fact.Needed),
                Joined(fact => fact.Remedy ?? ""));
        }

        string Joined(Func<MachineFact, string> part) => string.Join("; ", missing.Select(part));
    }
}
