namespace Docker.DotNet.Models;

public class VolumesCreateParameters
{
    public string Name { get; set; } = string.Empty;
    public string Driver { get; set; } = string.Empty;
    public IDictionary<string, string> DriverOpts { get; set; } = null!;
    public IDictionary<string, string> Labels { get; set; } = null!;
}

public class VolumesListParameters
{
    [Query("filters")] public IDictionary<string, IDictionary<string, bool>>? Filters { get; set; }
}

public class VolumesListResponse
{
    public IList<VolumeResponse> Volumes { get; set; } = null!;
    public IList<string> Warnings { get; set; } = null!;
}

public class VolumeResponse
{
    public string? CreatedAt { get; set; }
    public string Driver { get; set; } = string.Empty;
    public IDictionary<string, string> Labels { get; set; } = null!;
    public string Mountpoint { get; set; } = string.Empty;
    public string Name { get; set; } = string.Empty;
    public IDictionary<string, string> Options { get; set; } = null!;
    public string Scope { get; set; } = string.Empty;
    public IDictionary<string, object>? Status { get; set; }
    public UsageData? UsageData { get; set; }
}

public class UsageData
{
    public long RefCount { get; set; }
    public long Size { get; set; }
}
