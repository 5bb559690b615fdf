using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class NetworkResponse
{
    public string Name { get; set; } = string.Empty;
    [JsonPropertyName("Id")] public string ID { get; set; } = string.Empty;
    public DateTime Created { get; set; }
    public string Scope { get; set; } = string.Empty;
    public string Driver { get; set; } = string.Empty;
    public bool EnableIPv4 { get; set; }
    public bool EnableIPv6 { get; set; }
    public IPAM IPAM { get; set; } = null!;
    public bool Internal { get; set; }
    public bool Attachable { get; set; }
    public bool Ingress { get; set; }
    public ConfigReference ConfigFrom { get; set; } = null!;
    public bool ConfigOnly { get; set; }
    public IDictionary<string, string> Options { get; set; } = null!;
    public IDictionary<string, string> Labels { get; set; } = null!;
    public IDictionary<string, EndpointResource> Containers { get; set; } = null!;
}

public class EndpointResource
{
    public string Name { get; set; } = string.Empty;
    public string EndpointID { get; set; } = string.Empty;
    public string MacAddress { get; set; } = string.Empty;
    public string IPv4Address { get; set; } = string.Empty;
    public string IPv6Address { get; set; } = string.Empty;
}

public class ConfigReference
{
    public string Network { get; set; } = string.Empty;
}
