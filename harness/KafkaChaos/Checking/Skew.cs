using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>How far apart a fault took effect on its nodes.</summary>
internal static class Skew
{
    /// <summary>Most that can lie between the first and the last process to stop: where the kernel froze them, from its being asked to their having stopped.</summary>
    /// <param name="applied">At least one.</param>
    public static TimeSpan Of(IReadOnlyList<FaultApplied> applied) => applied.Max(one => one.Effect) - applied.Min(one => one.Freezing ?? one.Effect);

    /// <summary>From the first death to the last, of a kill by the engine by its own times of the ends; null where they were not seen.</summary>
    public static TimeSpan? OfDeaths(IReadOnlyList<FaultApplied> applied) =>
        applied.All(one => DeathOf(one) is not null) ? applied.Max(DeathOf) - applied.Min(DeathOf) : null;

    public static string Words(IReadOnlyList<FaultApplied> applied)
    {
        var frozen = applied.All(one => one.Freezing is not null);
        var deaths = OfDeaths(applied) is { } spread ? $", deaths {Say.Milliseconds(spread)} apart" : "";
        return frozen ? $"every process stopped running within {Say.Milliseconds(Of(applied))}{deaths}"
            : $"skew {Say.Milliseconds(Of(applied))}{(deaths.Length > 0 ? ", by the engine's times of the deaths" : "")}";
    }

    // Who kills without freezing has the end of the process for its effect.
    private static TimeSpan? DeathOf(FaultApplied one) => one.Died ?? (one is { Fault: Fault.Kill, Freezing: null } ? one.Effect : null);
}
