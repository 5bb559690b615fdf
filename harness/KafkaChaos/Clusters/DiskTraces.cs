namespace KafkaChaos.Clusters;

/// <summary>What the kernel still holds of a run's disks: loop devices and mounts, which the engine's labels do not show.</summary>
internal static class DiskTraces
{
    private const string Blocks = "/sys/block";
    private const string MountTable = "/proc/self/mountinfo";

    /// <param name="run">The run's id.</param>
    /// <param name="blocks">Where the kernel lists its block devices.</param>
    /// <param name="mounts">Its table of mounts; those that this process sees.</param>
    /// <returns>Kind and name of each.</returns>
    public static IReadOnlyList<string> Of(string run, string blocks = Blocks, string mounts = MountTable)
    {
        var name = $"kafkachaos-{run}-";
        return
        [
            .. Devices(blocks).Where(device => device.File.Contains(name, StringComparison.Ordinal)).Select(device => $"loop device {device.Name} ({device.File})"),
            .. Lines(mounts).Where(line => line.Contains(name, StringComparison.Ordinal)).Select(line => $"mount {line.Split(' ').ElementAtOrDefault(4)}"),
        ];
    }

    private static IEnumerable<(string Name, string File)> Devices(string blocks) => Directory.Exists(blocks)
        ? Directory.EnumerateFileSystemEntries(blocks, "loop*")
            .Select(device => (Name: Path.GetFileName(device), File: string.Join("", Lines(Path.Combine(device, "loop", "backing_file")))))
        : [];

    // A device that is detached meanwhile has no such file any more.
    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
