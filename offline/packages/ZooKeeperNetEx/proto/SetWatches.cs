using org.apache.jute;

namespace org.apache.zookeeper.proto;

/// <summary>Asks the server to watch again, and to tell at once what changed since the zxid.</summary>
internal sealed record SetWatches(long SinceZxid, IReadOnlyList<string> Data, IReadOnlyList<string> Exist, IReadOnlyList<string> Children)
{
    /// <summary>Longest sum of path lengths in one frame: servers refuse frames above 1 MiB.</summary>
    public const int MaxPathsLength = 128 * 1024;

    /// <summary>The frames that set all watches; none where there are none.</summary>
    public IEnumerable<byte[]> ToFrames()
    {
        var part = NewPart();
        var length = 0;
        foreach (var (kind, path) in All())
        {
            if (length > 0 && length + path.Length > MaxPathsLength)
            {
                yield return ToFrame(part);
                part = NewPart();
                length = 0;
            }

            part[kind].Add(path);
            length += path.Length;
        }

        if (length > 0)
        {
            yield return ToFrame(part);
        }
    }

    private static List<string>[] NewPart() => [[], [], []];

    private IEnumerable<(int Kind, string Path)> All() =>
        Data.Select(path => (0, path)).Concat(Exist.Select(path => (1, path))).Concat(Children.Select(path => (2, path)));

    private byte[] ToFrame(List<string>[] part)
    {
        var writer = new JuteWriter();
        writer.WriteInt(Xid.SetWatches);
        writer.WriteInt((int)OpCode.SetWatches);
        writer.WriteLong(SinceZxid);
        foreach (var paths in part)
        {
            writer.WriteVector(paths, static (to, path) => to.WriteString(path));
        }

        return writer.ToFrame();
    }
}
