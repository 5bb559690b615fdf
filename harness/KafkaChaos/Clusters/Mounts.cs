namespace KafkaChaos.Clusters;

/// <summary>Which file system a path is on.</summary>
internal static class Mounts
{
    private const string Table = "/proc/self/mountinfo";
    private const int DeviceField = 2;
    private const int PointField = 4;

    /// <summary>The number of the path's device; null where this system does not say.</summary>
    public static string? DeviceOf(string path) => File.Exists(Table) ? DeviceOf(File.ReadAllText(Table), path) : null;

    /// <param name="table">As in <c>/proc/self/mountinfo</c>.</param>
    /// <param name="path">Absolute, without links.</param>
    public static string? DeviceOf(string table, string path) => table.Split('\n')
        .Select(line => line.Split(' '))
        .Where(fields => fields.Length > PointField)
        .Select(fields => (Device: fields[DeviceField], Point: Unescaped(fields[PointField])))
        .Where(mount => Covers(mount.Point, path))
        // Of two mounts on one point the later one hides the other.
        .Aggregate(default((string Device, string Point)?), (best, mount) => best is { } other && other.Point.Length > mount.Point.Length ? best : mount)
        ?.Device;

    private static bool Covers(string point, string path) =>
        point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal);

    private static string Unescaped(string point) => point
        .Replace("\\040", " ", StringComparison.Ordinal)
        .Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
