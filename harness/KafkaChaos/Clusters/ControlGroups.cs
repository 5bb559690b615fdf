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

    /// <summary>The cgroup parent of the sandboxes of a run's nodes.</summary>
    public static string ParentOfSandboxes(RunIdentity run, bool systemd) => systemd ? $"kafkachaos-{run.Id}-{Hex("sandboxes")}.slice" : $"/{run.Name}/sandboxes";

    /// <summary>The path of a cgroup parent below the root of a hierarchy.</summary>
    /// <param name="parent">As <see cref="ParentOf"/> gives it. systemd nests a slice in one for each <c>-</c> of its name (systemd.slice(5)).</param>
    public static string PathOf(string parent, bool systemd)
    {
        if (!systemd)
        {
            return parent.TrimStart('/');
        }

        var parts = parent[..^".slice".Length].Split('-');
        return string.Join('/', Enumerable.Range(1, parts.Length).Select(count => $"{string.Join('-', parts.Take(count))}.slice"));
    }

    /// <summary>The group that the engine makes for a container in its cgroup parent.</summary>
    /// <param name="path">Of the parent.</param>
    public static string OfContainer(string path, string container, bool systemd) => $"{path}/{(systemd ? $"docker-{container}.scope" : container)}";

    /// <summary>The control groups of a run (or of all runs, where <paramref name="run"/> is null) that are still there, innermost first.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="root">Where the hierarchies are mounted.</param>
    public static IReadOnlyList<string> Of(string? run, string root = Root) =>
        [.. Hierarchies(root)
            .SelectMany(hierarchy => Below(hierarchy).Concat(Below(Path.Combine(hierarchy, "kafkachaos.slice"))))
            .Where(path => IsOf(run, Path.GetFileName(path)))
            .SelectMany(top => Directory.EnumerateDirectories(top, "*", Tolerant).Append(top))
            .OrderByDescending(path => path.Length)];

    /// <summary>The files of those control groups of a run that were frozen, with the word that thaws each.</summary>
    public static IReadOnlyList<(string File, string Word)> Frozen(string run, string root = Root) =>
        [.. Of(run, root).SelectMany(group => new[] { (File: Path.Combine(group, "freezer.state"), Thaws: "THAWED"), (File: Path.Combine(group, "cgroup.freeze"), Thaws: "0") })
            .Where(one => IsFrozen(one.File))];

    /// <summary>The run that a control group belongs to.</summary>
    public static string RunOf(string path)
    {
        var top = path.Split('/').First(part => part.StartsWith("kafkachaos-", StringComparison.Ordinal));
        return top["kafkachaos-".Length..].Split('-', '.')[0];
    }

    // Another run may remove its groups while they are listed.
    private static EnumerationOptions Tolerant { get; } = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    // With the systemd driver a run's group is a slice.
    private static bool IsOf(string? run, string name) => run is null
        ? name.StartsWith("kafkachaos-", StringComparison.Ordinal)
        : name == $"kafkachaos-{run}" || name == $"kafkachaos-{run}.slice";

    private static IEnumerable<string> Hierarchies(string root) => File.Exists(Path.Combine(root, "cgroup.controllers"))
        ? [root]
        : Below(root).Where(path => new DirectoryInfo(path).LinkTarget is null);

    private static bool IsFrozen(string file)
    {
        try
        {
            return File.Exists(file) && File.ReadAllText(file).Trim() is not ("THAWED" or "0");
        }
        // Removed in between.
        catch (IOException)
        {
            return false;
        }
    }

    private static string[] Below(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static string Hex(string name) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name));
}
