namespace ICSharpCode.SharpZipLib.Tar;

public class TarEntry(TarHeader header)
{
    public TarHeader TarHeader { get; } = header;

    public string Name => TarHeader.Name;

    public long Size
    {
        get => TarHeader.Size;
        set => TarHeader.Size = value;
    }

    public bool IsDirectory => TarHeader.IsDirectory || TarHeader.Name.EndsWith('/');
}
