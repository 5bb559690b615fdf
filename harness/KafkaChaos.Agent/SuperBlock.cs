using System.Globalization;

namespace KafkaChaos.Agents;

/// <summary>What a file system that is not mounted says of itself.</summary>
/// <param name="Uuid">Another one for each file system that is made.</param>
/// <param name="Room">Free bytes.</param>
internal sealed record SuperBlock(string Uuid, long Room)
{
    /// <param name="said">By <c>dumpe2fs -h</c>.</param>
    /// <exception cref="InvalidOperationException">It says something else.</exception>
    public static SuperBlock Read(string said)
    {
        var fields = said.Split('\n').Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1].Trim());
        return fields["Filesystem UUID"].FirstOrDefault() is { Length: > 0 } uuid && Number("Free blocks") is { } blocks && Number("Block size") is { } bytes
            ? new(uuid, blocks * bytes)
            : throw new InvalidOperationException($"dumpe2fs says neither a file system's UUID nor its free blocks: {said.Trim().ReplaceLineEndings(" ")}");

        long? Number(string field) => long.TryParse(fields[field].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
