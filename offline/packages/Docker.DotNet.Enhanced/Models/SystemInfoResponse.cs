using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class SystemInfoResponse
{
    public string ID { get; set; } = string.Empty;
    public long Containers { get; set; }
    public long ContainersRunning { get; set; }
    public long ContainersPaused { get; set; }
    public long ContainersStopped { get; set; }
    public long Images { get; set; }
    public string Driver { get; set; } = string.Empty;
    public IList<string[]> DriverStatus { get; set; } = null!;
    public IList<string[]>? SystemStatus { get; set; }
    public PluginsInfo Plugins { get; set; } = null!;
    public bool MemoryLimit { get; set; }
    public bool SwapLimit { get; set; }
    [JsonPropertyName("CpuCfsPeriod")] public bool CPUCfsPeriod { get; set; }
    [JsonPropertyName("CpuCfsQuota")] public bool CPUCfsQuota { get; set; }
    public bool CPUShares { get; set; }
    public bool CPUSet { get; set; }
    public bool PidsLimit { get; set; }
    public bool IPv4Forwarding { get; set; }
    public bool Debug { get; set; }
    public long NFd { get; set; }
    public bool OomKillDisable { get; set; }
    public long NGoroutines { get; set; }
    public string SystemTime { get; set; } = string.Empty;
    public string LoggingDriver { get; set; } = string.Empty;
    public string CgroupDriver { get; set; } = string.Empty;
    public string? CgroupVersion { get; set; }
    public long NEventsListener { get; set; }
    public string KernelVersion { get; set; } = string.Empty;
    public string OperatingSystem { get; set; } = string.Empty;
    public string OSVersion { get; set; } = string.Empty;
    public string OSType { get; set; } = string.Empty;
    public string Architecture { get; set; } = string.Empty;
    public string IndexServerAddress { get; set; } = string.Empty;
    public long NCPU { get; set; }
    public long MemTotal { get; set; }
    public string DockerRootDir { get; set; } = string.Empty;
    [JsonPropertyName("HttpProxy")] public string HTTPProxy { get; set; } = string.Empty;
    [JsonPropertyName("HttpsProxy")] public string HTTPSProxy { get; set; } = string.Empty;
    public string NoProxy { get; set; } = string.Empty;
    public string Name { get; set; } = string.Empty;
    public IList<string> Labels { get; set; } = null!;
    public bool ExperimentalBuild { get; set; }
    public string ServerVersion { get; set; } = string.Empty;
    public string DefaultRuntime { get; set; } = string.Empty;
    public bool LiveRestoreEnabled { get; set; }
    public string Isolation { get; set; } = string.Empty;
    public string InitBinary { get; set; } = string.Empty;
    public Commit ContainerdCommit { get; set; } = null!;
    public Commit RuncCommit { get; set; } = null!;
    public Commit InitCommit { get; set; } = null!;
    public IList<string> SecurityOptions { get; set; } = null!;
    public string? ProductLicense { get; set; }
    public IList<NetworkAddressPool>? DefaultAddressPools { get; set; }
    public IList<string> CDISpecDirs { get; set; } = null!;
    public IList<string> Warnings { get; set; } = null!;
}

public class PluginsInfo
{
    public IList<string> Volume { get; set; } = null!;
    public IList<string> Network { get; set; } = null!;
    public IList<string> Authorization { get; set; } = null!;
    public IList<string> Log { get; set; } = null!;
}

public class Commit
{
    public string ID { get; set; } = string.Empty;
}

public class NetworkAddressPool
{
    public string Base { get; set; } = string.Empty;
    public long Size { get; set; }
}
