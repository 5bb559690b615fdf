namespace KafkaChaos.Planning;

/// <summary>Names in sentences.</summary>
internal static class Names
{
    private const int Most = 4;

    /// <summary>Such as <c>a, b and c</c>.</summary>
    public static string And(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Count - 1))} and {all[^1]}";
    }

    /// <summary>As <see cref="And"/>, with few of many: <c>a, b, c and 47 more</c>.</summary>
    public static string Some(IReadOnlyList<string> names) =>
        names.Count <= Most ? And(names) : $"{string.Join(", ", names.Take(Most - 1))} and {names.Count - Most + 1} more";
}
