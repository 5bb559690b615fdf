using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class ContainerListResponse
{
    [JsonPropertyName("Id")] public string ID { get; set; } = string.Empty;
    public IList<string> Names { get; set; } = null!;
    public string Image { get; set; } = string.Empty;
    public string ImageID { get; set; } = string.Empty;
    public string Command { get; set; } = string.Empty;
    public DateTime Created { get; set; }
    public IList<PortSummary> Ports { get; set; } = null!;
    public long? SizeRw { get; set; }
    public long? SizeRootFs { get; set; }
    public IDictionary<string, string> Labels { get; set; } = null!;
    public string State { get; set; } = string.Empty;
    public string Status { get; set; } = string.Empty;
    public SummaryHostConfig HostConfig { get; set; } = null!;
    public HealthSummary? Health { get; set; }
    public NetworkSettingsSummary? NetworkSettings { get; set; }
    public IList<MountPoint> Mounts { get; set; } = null!;
}

public class PortSummary
{
    public string? IP { get; set; }
    public ushort PrivatePort { get; set; }
    public ushort? PublicPort { get; set; }
    public string Type { get; set; } = string.Empty;
}

public class SummaryHostConfig
{
    public string? NetworkMode { get; set; }
    public IDictionary<string, string>? Annotations { get; set; }
}

public class HealthSummary
{
    public string Status { get; set; } = string.Empty;
    public long FailingStreak { get; set; }
}

public class NetworkSettingsSummary
{
    public IDictionary<string, EndpointSettings> Networks { get; set; } = null!;
}
