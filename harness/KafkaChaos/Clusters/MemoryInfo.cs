using System.Globalization;

namespace KafkaChaos.Clusters;

/// <summary>The kernel's account of memory.</summary>
internal static class MemoryInfo
{
    private const string Path = "/proc/meminfo";
    private const string Key = "MemAvailable:";

    /// <summary>Bytes that new processes can have without swapping; null where this system does not say.</summary>
    public static long? Available() => File.Exists(Path) ? Available(File.ReadAllText(Path)) : null;

    /// <param name="text">As in <c>/proc/meminfo</c>.</param>
    public static long? Available(string text)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        var number = line?[Key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : null;
    }
}
