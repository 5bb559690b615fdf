using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class IPAM
{
    public string Driver { get; set; } = string.Empty;
    public IDictionary<string, string> Options { get; set; } = null!;
    public IList<IPAMConfig> Config { get; set; } = null!;
}

public class IPAMConfig
{
    public string Subnet { get; set; } = string.Empty;
    public string IPRange { get; set; } = string.Empty;
    public string Gateway { get; set; } = string.Empty;
    [JsonPropertyName("AuxiliaryAddresses")] public IDictionary<string, string>? AuxAddress { get; set; }
}
