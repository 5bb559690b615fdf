namespace KafkaChaos.Clusters;

/// <summary>The part of the control groups that freezes processes.</summary>
internal static class Freezer
{
    /// <summary>Where it is, in words; null where there is none.</summary>
    /// <param name="root">Where the control groups are mounted.</param>
    public static string? Look(string root)
    {
        if (File.Exists(Path.Combine(root, "cgroup.controllers")))
        {
            // The root group itself cannot be frozen and has no such file; any other group has it since Linux 5.2.
            return Directory.EnumerateDirectories(root).Any(group => File.Exists(Path.Combine(group, "cgroup.freeze")))
                ? "cgroup.freeze (version 2)"
                : null;
        }

        var group = Path.Combine(root, "freezer");
        return Directory.Exists(group) && Directory.EnumerateFileSystemEntries(group).Any() ? $"{group} (version 1)" : null;
    }
}
