using System.Globalization;

namespace KafkaChaos.Planning;

/// <summary>Comparison of versions such as <c>3.9.4</c>.</summary>
internal static class Versions
{
    /// <summary>False where a part is no number.</summary>
    public static bool AtLeast(string version, int major, int minor)
    {
        var parts = version.Split('.', '-');
        return parts.Length > 1
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var one)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var other)
            && (one > major || (one == major && other >= minor));
    }
}
