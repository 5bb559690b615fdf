namespace KafkaChaos.Clusters;

/// <summary>A zone is a control group: the names of those of a run, and the sweep of what Docker leaves of them.</summary>
/// <remarks>Docker makes the parents of a container's control group and never removes them.</remarks>
public static class ControlGroups
{
    public const string Root = "/sys/fs/cgroup";

    /// <summary>The cgroup parent of the nodes of a zone.</summary>
    /// <remarks>The systemd driver takes slices, in whose names <c>-</c> nests; hence names there are hexadecimal.</remarks>
    public static string ParentOf(RunIdentity run, string domain, string zone, bool systemd) => systemd
        ? $"kafkachaos-{run.Id}-{Hex(domain)}-{Hex(zone)}.slice"
        : $"/{run.Name}/{domain}/{zone}";

    /// <summary>The control groups of a run (or of all runs, where <paramref name="run"/> is null) that are still there, innermost first.</summary>
    public static IReadOnlyList<string> Of(string? run)
    {
        var pattern = $"kafkachaos-{run ?? "*"}{(run is null ? "" : "*")}";
        return [.. Hierarchies()
            .SelectMany(hierarchy => Tops(hierarchy, pattern))
            .SelectMany(top => Directory.EnumerateDirectories(top, "*", SearchOption.AllDirectories).Append(top))
            .OrderByDescending(path => path.Length)];
    }

    /// <summary>The run that a control group belongs to.</summary>
    public static string RunOf(string path)
    {
        var top = path.Split('/').First(part => part.StartsWith("kafkachaos-", StringComparison.Ordinal));
        return top["kafkachaos-".Length..].Split('-', '.')[0];
    }

    private static IEnumerable<string> Hierarchies() => File.Exists(Path.Combine(Root, "cgroup.controllers"))
        ? [Root]
        : Directory.Exists(Root) ? Directory.EnumerateDirectories(Root) : [];

    private static IEnumerable<string> Tops(string hierarchy, string pattern) =>
        new DirectoryInfo(hierarchy).LinkTarget is null
            ? Directory.EnumerateDirectories(hierarchy, pattern).Concat(Slices(hierarchy, pattern))
            : [];

    private static IEnumerable<string> Slices(string hierarchy, string pattern)
    {
        var outer = Path.Combine(hierarchy, "kafkachaos.slice");
        return Directory.Exists(outer) ? Directory.EnumerateDirectories(outer, pattern) : [];
    }

    private static string Hex(string name) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name));
}
