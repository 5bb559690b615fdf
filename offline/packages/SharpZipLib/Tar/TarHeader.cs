namespace ICSharpCode.SharpZipLib.Tar;

public class TarHeader
{
    /// <summary>A name that ends with a slash is a directory's.</summary>
    public string Name { get; set; } = string.Empty;

    public int Mode { get; set; }

    public int UserId { get; set; }

    public int GroupId { get; set; }

    public long Size { get; set; }

    public DateTime ModTime { get; set; } = DateTime.UnixEpoch;

    internal bool IsDirectory { get; init; }
}
