using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class HostConfig
{
    public IList<string> Binds { get; set; } = null!;
    public string ContainerIDFile { get; set; } = string.Empty;
    public LogConfig LogConfig { get; set; } = null!;
    public string NetworkMode { get; set; } = string.Empty;
    public IDictionary<string, IList<PortBinding>> PortBindings { get; set; } = null!;
    public RestartPolicy RestartPolicy { get; set; } = null!;
    public bool AutoRemove { get; set; }
    public string VolumeDriver { get; set; } = string.Empty;
    public IList<string> VolumesFrom { get; set; } = null!;
    public IDictionary<string, string>? Annotations { get; set; }
    public IList<string> CapAdd { get; set; } = null!;
    public IList<string> CapDrop { get; set; } = null!;
    public string CgroupnsMode { get; set; } = string.Empty;
    [JsonPropertyName("Dns")] public IList<string> DNS { get; set; } = null!;
    [JsonPropertyName("DnsOptions")] public IList<string> DNSOptions { get; set; } = null!;
    [JsonPropertyName("DnsSearch")] public IList<string> DNSSearch { get; set; } = null!;
    public IList<string> ExtraHosts { get; set; } = null!;
    public IList<string> GroupAdd { get; set; } = null!;
    public string IpcMode { get; set; } = string.Empty;
    public string Cgroup { get; set; } = string.Empty;
    public IList<string> Links { get; set; } = null!;
    public long OomScoreAdj { get; set; }
    public string PidMode { get; set; } = string.Empty;
    public bool Privileged { get; set; }
    public bool PublishAllPorts { get; set; }
    public bool ReadonlyRootfs { get; set; }
    public IList<string> SecurityOpt { get; set; } = null!;
    public IDictionary<string, string>? StorageOpt { get; set; }
    public IDictionary<string, string>? Tmpfs { get; set; }
    public string UTSMode { get; set; } = string.Empty;
    public string UsernsMode { get; set; } = string.Empty;
    public long ShmSize { get; set; }
    public IDictionary<string, string>? Sysctls { get; set; }
    public string? Runtime { get; set; }
    public string Isolation { get; set; } = string.Empty;
    [JsonPropertyName("CpuShares")] public long CPUShares { get; set; }
    public long Memory { get; set; }
    [JsonPropertyName("NanoCpus")] public long NanoCPUs { get; set; }
    public string CgroupParent { get; set; } = string.Empty;
    public ushort BlkioWeight { get; set; }
    public IList<WeightDevice> BlkioWeightDevice { get; set; } = null!;
    public IList<ThrottleDevice> BlkioDeviceReadBps { get; set; } = null!;
    public IList<ThrottleDevice> BlkioDeviceWriteBps { get; set; } = null!;
    public IList<ThrottleDevice> BlkioDeviceReadIOps { get; set; } = null!;
    public IList<ThrottleDevice> BlkioDeviceWriteIOps { get; set; } = null!;
    [JsonPropertyName("CpuPeriod")] public long CPUPeriod { get; set; }
    [JsonPropertyName("CpuQuota")] public long CPUQuota { get; set; }
    [JsonPropertyName("CpuRealtimePeriod")] public long CPURealtimePeriod { get; set; }
    [JsonPropertyName("CpuRealtimeRuntime")] public long CPURealtimeRuntime { get; set; }
    public string CpusetCpus { get; set; } = string.Empty;
    public string CpusetMems { get; set; } = string.Empty;
    public IList<DeviceMapping> Devices { get; set; } = null!;
    public IList<string> DeviceCgroupRules { get; set; } = null!;
    public IList<DeviceRequest> DeviceRequests { get; set; } = null!;
    public long MemoryReservation { get; set; }
    public long MemorySwap { get; set; }
    public long? MemorySwappiness { get; set; }
    public bool? OomKillDisable { get; set; }
    public long? PidsLimit { get; set; }
    public IList<Ulimit> Ulimits { get; set; } = null!;
    [JsonPropertyName("CpuCount")] public long CPUCount { get; set; }
    [JsonPropertyName("CpuPercent")] public long CPUPercent { get; set; }
    public ulong IOMaximumIOps { get; set; }
    public ulong IOMaximumBandwidth { get; set; }
    public IList<Mount>? Mounts { get; set; }
    public IList<string> MaskedPaths { get; set; } = null!;
    public IList<string> ReadonlyPaths { get; set; } = null!;
    public bool? Init { get; set; }
}
