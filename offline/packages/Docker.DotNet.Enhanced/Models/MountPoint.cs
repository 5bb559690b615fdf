namespace Docker.DotNet.Models;

public class MountPoint
{
    public string? Type { get; set; }
    public string? Name { get; set; }
    public string Source { get; set; } = string.Empty;
    public string Destination { get; set; } = string.Empty;
    public string? Driver { get; set; }
    public string Mode { get; set; } = string.Empty;
    public bool RW { get; set; }
    public string Propagation { get; set; } = string.Empty;
}
