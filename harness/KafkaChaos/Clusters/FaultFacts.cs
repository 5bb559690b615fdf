using System.Text.Json;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>For each fault whether this machine can do it, and if not, why and what brings it.</summary>
internal static class FaultFacts
{
    private static readonly Target Anybody = new Target.Random(Unit.Node);

    /// <param name="kernel">The engine's.</param>
    /// <param name="limits">What the engine says of itself, or is said of the agent, that is not good.</param>
    public static IEnumerable<MachineFact> Of(Kernel kernel, IReadOnlyList<MachineFact> limits) => Kinds().Select(kind =>
    {
        var step = new Step(null, TimeSpan.Zero, kind.Fault, Anybody) { Options = kind.Options };
        var obstacles = FaultSupport.Of([step], kernel, limits);
        var needs = FaultNeeds.Of(step).Select(feature => feature.Subject).ToList();
        return new MachineFact(
            $"fault {kind.Name}",
            obstacles.Count == 0 ? FactState.Good : FactState.Limited,
            obstacles.Count == 0 ? "possible" : $"{(obstacles.Any(one => one.Certain) ? "not possible" : "uncertain")}: {string.Join("; ", obstacles.Select(one => one.Missing).Distinct())}",
            needs.Count == 0 ? "any engine" : string.Join(", ", needs),
            obstacles.Count == 0 ? null : string.Join("; ", obstacles.Select(one => one.Remedy).Distinct()));
    });

    // An undo needs what its fault needs.
    private static IEnumerable<(string Name, Fault Fault, FaultOptions? Options)> Kinds()
    {
        foreach (var fault in Enum.GetValues<Fault>().Where(fault => !fault.IsUndo() && fault != Fault.Slow))
        {
            yield return (JsonNamingPolicy.KebabCaseLower.ConvertName($"{fault}"), fault, null);
        }

        yield return ("slow: delay", Fault.Slow, new FaultOptions.Slowness(null, TimeSpan.FromMilliseconds(1), null, null, null));
        yield return ("slow: loss", Fault.Slow, new FaultOptions.Slowness(null, null, null, 0.01, null));
        yield return ("slow: rate", Fault.Slow, new FaultOptions.Slowness(null, null, null, null, 1));
    }
}
