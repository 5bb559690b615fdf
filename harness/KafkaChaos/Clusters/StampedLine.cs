using System.Globalization;

namespace KafkaChaos.Clusters;

/// <summary>A line of a log, and when the engine got it.</summary>
internal sealed record StampedLine(DateTimeOffset At, string Text)
{
    /// <param name="line">The engine's time stamp, a space, the line.</param>
    /// <returns>Null where it has no time stamp.</returns>
    public static StampedLine? Read(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0
        && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new(at, line[(space + 1)..])
            : null;
}
