namespace Docker.DotNet.Models;

public class Mount
{
    public string? Type { get; set; }
    public string? Source { get; set; }
    public string? Target { get; set; }
    public bool? ReadOnly { get; set; }
    public string? Consistency { get; set; }
    public BindOptions? BindOptions { get; set; }
    public VolumeOptions? VolumeOptions { get; set; }
    public ImageOptions? ImageOptions { get; set; }
    public TmpfsOptions? TmpfsOptions { get; set; }
}

public class BindOptions
{
    public string? Propagation { get; set; }
    public bool? NonRecursive { get; set; }
    public bool? CreateMountpoint { get; set; }
    public bool? ReadOnlyNonRecursive { get; set; }
    public bool? ReadOnlyForceRecursive { get; set; }
}

public class VolumeOptions
{
    public bool? NoCopy { get; set; }
    public IDictionary<string, string>? Labels { get; set; }
    public string? Subpath { get; set; }
    public Driver? DriverConfig { get; set; }
}

public class ImageOptions
{
    public string? Subpath { get; set; }
}

public class TmpfsOptions
{
    public long? SizeBytes { get; set; }
    public uint? Mode { get; set; }
    public IList<IList<string>>? Options { get; set; }
}

public class Driver
{
    public string? Name { get; set; }
    public IDictionary<string, string>? Options { get; set; }
}
