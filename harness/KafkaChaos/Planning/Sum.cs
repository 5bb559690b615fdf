using System.Globalization;

namespace KafkaChaos.Planning;

/// <summary>Times that follow one another, each with its reason.</summary>
internal sealed class Sum(params (string Name, TimeSpan Length)[] parts)
{
    public TimeSpan Total => parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Length);

    public static Sum Larger(Sum one, Sum other) => other.Total > one.Total ? other : one;

    public static string Show(TimeSpan length) =>
        length.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    public Sum Add(string name, TimeSpan length) => new([.. parts, (name, length)]);

    public Sum Add(Sum other) => other.After(parts);

    public Bound Bound(string name) =>
        new(Total, parts.Length == 0
            ? $"{name} 0 s: nothing is lost that it depends on"
            : $"{name} {Show(Total)}: {string.Join(" + ", parts.Select(part => $"{part.Name} {Show(part.Length)}"))}");

    private Sum After((string Name, TimeSpan Length)[] before) => new([.. before, .. parts]);
}
