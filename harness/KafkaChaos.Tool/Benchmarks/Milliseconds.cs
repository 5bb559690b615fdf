using System.Globalization;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>Measured times, as the tables of the benchmarks show them.</summary>
internal static class Milliseconds
{
    /// <summary>Median and worst.</summary>
    public static string[] Columns(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? ["not known", "not known"] : [Text(sorted[sorted.Count / 2]), Text(sorted[^1])];
    }

    private static string Text(TimeSpan time) => time.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
}
