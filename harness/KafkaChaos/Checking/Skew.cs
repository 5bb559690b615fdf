using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>How far apart a fault took effect on its nodes.</summary>
internal static class Skew
{
    /// <summary>Most that can lie between the first and the last process to stop: where the kernel froze them, from its being asked to their having stopped.</summary>
    /// <param name="applied">At least one.</param>
    public static TimeSpan Of(IReadOnlyList<FaultApplied> applied) => applied.Max(one => one.Effect) - applied.Min(one => one.Freezing ?? one.Effect);

    /// <summary>From the first death to the last; null where they were not seen.</summary>
    public static TimeSpan? OfDeaths(IReadOnlyList<FaultApplied> applied) =>
        applied.All(one => one.Died is not null) ? applied.Max(one => one.Died) - applied.Min(one => one.Died) : null;

    public static string Words(IReadOnlyList<FaultApplied> applied)
    {
        var frozen = applied.All(one => one.Freezing is not null);
        var deaths = OfDeaths(applied) is { } spread ? $", deaths {Say.Milliseconds(spread)} apart" : "";
        return frozen ? $"every process stopped running within {Say.Milliseconds(Of(applied))}{deaths}" : $"skew {Say.Milliseconds(Of(applied))}";
    }
}
