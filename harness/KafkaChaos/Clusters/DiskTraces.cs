using System.Text.RegularExpressions;

namespace KafkaChaos.Clusters;

/// <summary>What the kernel still holds of a run's disks: loop devices and mounts, which the engine's labels do not show.</summary>
internal static partial class DiskTraces
{
    private const string Blocks = "/sys/block";
    private const string MountTable = "/proc/self/mountinfo";

    /// <param name="run">The run's id; null for every run's.</param>
    /// <param name="blocks">Where the kernel lists its block devices.</param>
    /// <param name="mounts">Its table of mounts; those that this process sees.</param>
    /// <returns>The run of each, and its kind and name.</returns>
    public static IReadOnlyList<(string Run, string Name)> Of(string? run, string blocks = Blocks, string mounts = MountTable) =>
        [.. Devices(blocks).Select(device => (Words: device.File, Name: $"loop device {device.Name} ({device.File})"))
            .Concat(Lines(mounts).Select(line => (Words: line, Name: $"mount {line.Split(' ').ElementAtOrDefault(4)}")))
            .Select(trace => (Run: RunName().Match(trace.Words).Groups[1].Value, trace.Name))
            .Where(trace => run is null ? trace.Run.Length > 0 : trace.Run == run)];

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

    // What a run's volumes begin with.
    [GeneratedRegex(@"\bkafkachaos-([0-9a-f]{8})-")]
    private static partial Regex RunName();
}
