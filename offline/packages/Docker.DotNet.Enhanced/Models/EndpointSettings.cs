namespace Docker.DotNet.Models;

public class EndpointSettings
{
    public EndpointIPAMConfig? IPAMConfig { get; set; }
    public IList<string> Links { get; set; } = null!;
    public IList<string> Aliases { get; set; } = null!;
    public IDictionary<string, string> DriverOpts { get; set; } = null!;
    public long GwPriority { get; set; }
    public string NetworkID { get; set; } = string.Empty;
    public string EndpointID { get; set; } = string.Empty;
    public string Gateway { get; set; } = string.Empty;
    public string IPAddress { get; set; } = string.Empty;
    public string MacAddress { get; set; } = string.Empty;
    public long IPPrefixLen { get; set; }
    public string IPv6Gateway { get; set; } = string.Empty;
    public string GlobalIPv6Address { get; set; } = string.Empty;
    public long GlobalIPv6PrefixLen { get; set; }
    public IList<string> DNSNames { get; set; } = null!;
}

public class EndpointIPAMConfig
{
    public string IPv4Address { get; set; } = string.Empty;
    public string IPv6Address { get; set; } = string.Empty;
    public IList<string>? LinkLocalIPs { get; set; }
}

public class NetworkingConfig
{
    public IDictionary<string, EndpointSettings> EndpointsConfig { get; set; } = null!;
}
