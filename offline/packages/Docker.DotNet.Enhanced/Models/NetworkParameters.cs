using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class NetworksCreateParameters
{
    public string Name { get; set; } = string.Empty;
    public string Driver { get; set; } = string.Empty;
    public string Scope { get; set; } = string.Empty;
    public bool? EnableIPv4 { get; set; }
    public bool? EnableIPv6 { get; set; }
    public IPAM? IPAM { get; set; }
    public bool Internal { get; set; }
    public bool Attachable { get; set; }
    public bool Ingress { get; set; }
    public bool ConfigOnly { get; set; }
    public ConfigReference? ConfigFrom { get; set; }
    public IDictionary<string, string> Options { get; set; } = null!;
    public IDictionary<string, string> Labels { get; set; } = null!;
}

public class NetworksCreateResponse
{
    [JsonPropertyName("Id")] public string ID { get; set; } = string.Empty;
    public string Warning { get; set; } = string.Empty;
}

public class NetworksListParameters
{
    [Query("filters")] public IDictionary<string, IDictionary<string, bool>>? Filters { get; set; }
}

public class NetworkConnectParameters
{
    public string Container { get; set; } = string.Empty;
    public EndpointSettings? EndpointConfig { get; set; }
}

public class NetworkDisconnectParameters
{
    public string Container { get; set; } = string.Empty;
    public bool Force { get; set; }
}
