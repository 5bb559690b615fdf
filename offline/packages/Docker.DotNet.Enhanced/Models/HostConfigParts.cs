using System.Text.Json.Serialization;
using Docker.DotNet.Json;

namespace Docker.DotNet.Models;

public class LogConfig
{
    public string Type { get; set; } = string.Empty;
    public IDictionary<string, string> Config { get; set; } = null!;
}

public class RestartPolicy
{
    public RestartPolicyKind Name { get; set; }
    public long MaximumRetryCount { get; set; }
}

[JsonConverter(typeof(RestartPolicyKindConverter))]
public enum RestartPolicyKind
{
    Undefined,
    No,
    Always,
    OnFailure,
    UnlessStopped,
}

public class DeviceMapping
{
    public string PathOnHost { get; set; } = string.Empty;
    public string PathInContainer { get; set; } = string.Empty;
    public string CgroupPermissions { get; set; } = string.Empty;
}

public class DeviceRequest
{
    public string Driver { get; set; } = string.Empty;
    public long Count { get; set; }
    public IList<string> DeviceIDs { get; set; } = null!;
    public IList<IList<string>> Capabilities { get; set; } = null!;
    public IDictionary<string, string> Options { get; set; } = null!;
}

public class Ulimit
{
    public string Name { get; set; } = string.Empty;
    public long Hard { get; set; }
    public long Soft { get; set; }
}

public class WeightDevice
{
    public string Path { get; set; } = string.Empty;
    public ushort Weight { get; set; }
}

public class ThrottleDevice
{
    public string Path { get; set; } = string.Empty;
    public ulong Rate { get; set; }
}

public class PortBinding
{
    [JsonPropertyName("HostIp")] public string HostIP { get; set; } = string.Empty;
    public string HostPort { get; set; } = string.Empty;
}
