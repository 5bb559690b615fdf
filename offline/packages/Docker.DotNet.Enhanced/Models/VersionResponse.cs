using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class VersionResponse
{
    public PlatformInfo? Platform { get; set; }
    public string Version { get; set; } = string.Empty;
    [JsonPropertyName("ApiVersion")] public string APIVersion { get; set; } = string.Empty;
    public string? MinAPIVersion { get; set; }
    public string Os { get; set; } = string.Empty;
    public string Arch { get; set; } = string.Empty;
    public IList<ComponentVersion>? Components { get; set; }
    public string? GitCommit { get; set; }
    public string? GoVersion { get; set; }
    public string? KernelVersion { get; set; }
    public bool? Experimental { get; set; }
    public string? BuildTime { get; set; }
}

public class PlatformInfo
{
    public string Name { get; set; } = string.Empty;
}

public class ComponentVersion
{
    public string Name { get; set; } = string.Empty;
    public string Version { get; set; } = string.Empty;
    public IDictionary<string, string>? Details { get; set; }
}
