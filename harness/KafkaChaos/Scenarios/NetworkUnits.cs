namespace KafkaChaos.Scenarios;

/// <summary>Quantities of network faults, with a unit each.</summary>
internal static class NetworkUnits
{
    private const decimal LeastBits = 8;
    private const decimal MostBits = 100_000_000_000;

    private static readonly (string Unit, decimal Share)[] Shares = [("%", 0.01m)];
    private static readonly (string Unit, decimal Bits)[] BitRates = [("bit/s", 1), ("kbit/s", 1_000), ("Mbit/s", 1_000_000), ("Gbit/s", 1_000_000_000)];

    /// <summary>A share of packets, above 0 and at most 1.</summary>
    internal static Reader<double> Share { get; } = new ScalarReader<double>("a percentage such as 1%", ParseShare, pattern: @"^[0-9]+(\.[0-9]+)?%$");

    /// <summary>Whole bytes a second: 8bit/s to 100Gbit/s.</summary>
    internal static Reader<long> BytesPerSecond { get; } = new ScalarReader<long>("a rate such as 10Mbit/s", ParseBitRate, pattern: @"^[0-9]+(\.[0-9]+)?(bit|kbit|Mbit|Gbit)/s$");

    private static bool ParseShare(string text, out double value, out string refusal)
    {
        var right = Units.Quantity(text, Shares, out var share, out refusal);
        if (right && share is <= 0 or > 1)
        {
            (right, refusal) = (false, "must be above 0% and at most 100%");
        }

        value = right ? (double)share : default;
        return right;
    }

    private static bool ParseBitRate(string text, out long value, out string refusal)
    {
        var right = Units.Quantity(text, BitRates, out var bits, out refusal);
        if (right && bits is < LeastBits or > MostBits)
        {
            (right, refusal) = (false, "must be from 8bit/s to 100Gbit/s");
        }
        else if (right && bits % 8 != 0)
        {
            (right, refusal) = (false, "not in whole bytes a second; give a multiple of 8bit/s");
        }

        value = right ? (long)(bits / 8) : default;
        return right;
    }
}
