using System.Globalization;

namespace KafkaChaos.Scenarios;

/// <summary>Quantities as scenarios write them: always with a unit, never rounded, never clamped.</summary>
internal static class Units
{
    private const decimal Mebibyte = 1_048_576;

    internal const string DurationPattern = @"^[0-9]+(\.[0-9]+)?(ms|s|m|h)$";
    internal const string RatePattern = @"^[0-9]+(\.[0-9]+)?/s$";
    internal const string SizePattern = @"^[0-9]+(\.[0-9]+)?(B|KB|KiB|MB|MiB)$";
    internal const string CapacityPattern = @"^[0-9]+(\.[0-9]+)?(MB|MiB|GB|GiB)$";

    private static readonly (string Unit, decimal Milliseconds)[] Durations = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];
    private static readonly (string Unit, decimal PerSecond)[] Rates = [("/s", 1)];
    private static readonly (string Unit, decimal Bytes)[] Sizes = [("B", 1), ("KB", 1_000), ("KiB", 1_024), ("MB", 1_000_000), ("MiB", Mebibyte)];

    private static readonly (string Unit, decimal Bytes)[] Capacities = [("MB", 1_000_000), ("MiB", Mebibyte), ("GB", 1_000_000_000), ("GiB", 1_024 * Mebibyte)];

    /// <summary>0 to 1 h in whole milliseconds.</summary>
    internal static Reader<TimeSpan> Duration { get; } = new ScalarReader<TimeSpan>("a duration such as 500ms, 10s or 2m", ParseDuration, pattern: DurationPattern);

    /// <summary>Above 0, at most 100000/s.</summary>
    internal static Reader<double> Rate { get; } = new ScalarReader<double>("a rate such as 200/s", ParseRate, pattern: RatePattern);

    /// <summary>A size in whole bytes within bounds.</summary>
    internal static Reader<int> Size(int least, int most) =>
        new ScalarReader<int>(
            $"a size such as 100B, 1KiB or 1MB, from {least}B to {most}B",
            (string text, out int value, out string refusal) => ParseSize(text, least, most, out value, out refusal),
            pattern: SizePattern);

    /// <summary>Memory or disk of a machine, in whole bytes.</summary>
    /// <param name="least">In MiB.</param>
    /// <param name="most">In MiB.</param>
    internal static Reader<long> Capacity(int least, int most) =>
        new ScalarReader<long>(
            $"a size such as 512MiB, 4GiB or 240GB, from {least}MiB to {most}MiB",
            (string text, out long value, out string refusal) => ParseCapacity(text, least, most, out value, out refusal),
            pattern: CapacityPattern);

    /// <summary>A whole number within bounds; it has no unit because it counts.</summary>
    internal static Reader<int> Count(int least, int most) =>
        new ScalarReader<int>(
            $"a whole number from {least} to {most}",
            (string text, out int value, out string refusal) => ParseCount(text, least, most, out value, out refusal),
            plain: true,
            whole: (least, most));

    private static bool ParseDuration(string text, out TimeSpan value, out string refusal)
    {
        var right = Quantity(text, Durations, out var milliseconds, out refusal);
        if (right && milliseconds > 3_600_000)
        {
            (right, refusal) = (false, "at most 1h");
        }
        else if (right && milliseconds != decimal.Truncate(milliseconds))
        {
            (right, refusal) = (false, "not in whole milliseconds");
        }

        value = right ? TimeSpan.FromMilliseconds((long)milliseconds) : default;
        return right;
    }

    private static bool ParseRate(string text, out double value, out string refusal)
    {
        var right = Quantity(text, Rates, out var rate, out refusal);
        if (right && rate is <= 0 or > 100_000)
        {
            (right, refusal) = (false, "must be above 0/s and at most 100000/s");
        }

        value = right ? (double)rate : default;
        return right;
    }

    private static bool ParseSize(string text, int least, int most, out int value, out string refusal)
    {
        var right = Quantity(text, Sizes, out var bytes, out refusal);
        if (right && (bytes < least || bytes > most))
        {
            (right, refusal) = (false, $"must be from {least}B to {most}B");
        }
        else if (right && bytes != decimal.Truncate(bytes))
        {
            (right, refusal) = (false, "not in whole bytes");
        }

        value = right ? (int)bytes : default;
        return right;
    }

    private static bool ParseCapacity(string text, int least, int most, out long value, out string refusal)
    {
        var right = Quantity(text, Capacities, out var bytes, out refusal);
        if (right && (bytes < least * Mebibyte || bytes > most * Mebibyte))
        {
            (right, refusal) = (false, $"must be from {least}MiB to {most}MiB");
        }
        else if (right && bytes != decimal.Truncate(bytes))
        {
            (right, refusal) = (false, "not in whole bytes");
        }

        value = right ? (long)bytes : default;
        return right;
    }

    private static bool ParseCount(string text, int least, int most, out int value, out string refusal)
    {
        refusal = "";
        var canonical = text == "0" || (text.Length > 0 && text[0] != '0');
        var right = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && canonical && value >= least && value <= most;
        return right;
    }

    // The number is decimal, so that 0.1s is exactly 100 ms on every machine.
    internal static bool Quantity(string text, (string Unit, decimal Factor)[] units, out decimal amount, out string refusal)
    {
        amount = 0;
        refusal = "";
        var number = text.TrimEnd([.. "%/BGKMbhikmst"]);
        var unit = text[number.Length..];
        if (number.StartsWith('-'))
        {
            refusal = "must not be negative";
            return false;
        }

        var isNumber = number.Length is > 0 and <= 20
            && char.IsAsciiDigit(number[0])
            && char.IsAsciiDigit(number[^1])
            && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);
        if (isNumber && unit.Length == 0)
        {
            refusal = $"has no unit; one of {string.Join(", ", units.Select(known => known.Unit))} belongs to it";
            return false;
        }

        var factor = units.FirstOrDefault(known => known.Unit == unit).Factor;
        amount *= factor;
        return isNumber && factor > 0;
    }
}
