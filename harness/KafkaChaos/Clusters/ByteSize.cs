using System.Globalization;

namespace KafkaChaos.Clusters;

/// <summary>Sizes in bytes, for people.</summary>
internal static class ByteSize
{
    public const long Mebibyte = 1024 * 1024;
    public const long Gibibyte = 1024 * Mebibyte;

    public static string Text(long bytes) => bytes >= Gibibyte
        ? (bytes / (double)Gibibyte).ToString("0.0", CultureInfo.InvariantCulture) + " GiB"
        : (bytes / Mebibyte).ToString(CultureInfo.InvariantCulture) + " MiB";
}
