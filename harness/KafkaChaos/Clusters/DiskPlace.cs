namespace KafkaChaos.Clusters;

/// <summary>A folder that a run writes to.</summary>
/// <param name="Purpose">Such as <c>containers</c>.</param>
/// <param name="Path">The folder, or the nearest that exists above it.</param>
/// <param name="Device">Its file system; places with the same one share its room.</param>
/// <param name="Free">Bytes that this user can write; null where that cannot be seen.</param>
/// <param name="Need">Bytes that a run writes.</param>
internal sealed record DiskPlace(string Purpose, string Path, string Device, long? Free, long Need)
{
    public static DiskPlace Look(string purpose, string path, long need)
    {
        var here = Existing(System.IO.Path.GetFullPath(path));
        return new(purpose, here, Mounts.DeviceOf(here) ?? here, FreeOf(here), need);
    }

    private static string Existing(string path) =>
        Directory.Exists(path) ? path : Existing(System.IO.Path.GetDirectoryName(path) ?? throw new IOException($"{path} is in no folder that exists"));

    private static long? FreeOf(string path)
    {
        try
        {
            return new DriveInfo(path).AvailableFreeSpace;
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
