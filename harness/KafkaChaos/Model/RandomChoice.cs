namespace KafkaChaos.Model;

/// <summary>The random choices of a scenario: the same for the same seed on every machine, so that a run can be repeated and checked.</summary>
public static class RandomChoice
{
    /// <summary>The names of the nodes that a random target of a step is.</summary>
    /// <param name="topology">What to choose from; places without a node that the target may hit are no candidates.</param>
    /// <param name="target">Its kind narrows before the choice.</param>
    /// <param name="seed">The scenario's.</param>
    /// <param name="step">The step's index.</param>
    /// <exception cref="InvalidOperationException">The topology has no node for the target.</exception>
    public static IReadOnlyList<string> Of(Topology topology, Target.Random target, int seed, int step)
    {
        var places = topology.Nodes
            .Where(node => target.Only is not { } kind || node.Kind == kind)
            .GroupBy(node => PlaceOf(topology, node, target.Unit), node => node.Name)
            .ToList();
        return places.Count > 0
            ? [.. places[(int)(Mix(((ulong)seed << 32) | (uint)step) % (ulong)places.Count)]]
            : throw new InvalidOperationException($"the topology has no {target.Only} node to choose");
    }

    private static string PlaceOf(Topology topology, Node node, Unit unit) => unit switch
    {
        Unit.Node => node.Name,
        Unit.Zone => node.Zone,
        _ => topology.DomainOf(node),
    };

    // SplitMix64 (Steele, Lea, Flood): neighbouring seeds and steps give unrelated choices, in every version of the platform.
    private static ulong Mix(ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
