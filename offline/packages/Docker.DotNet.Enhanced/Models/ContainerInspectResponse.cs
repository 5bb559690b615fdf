using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class ContainerInspectResponse
{
    [JsonPropertyName("Id")] public string ID { get; set; } = string.Empty;
    public DateTime Created { get; set; }
    public string Path { get; set; } = string.Empty;
    public IList<string> Args { get; set; } = null!;
    public State? State { get; set; }
    public string Image { get; set; } = string.Empty;
    public string ResolvConfPath { get; set; } = string.Empty;
    public string HostnamePath { get; set; } = string.Empty;
    public string HostsPath { get; set; } = string.Empty;
    public string LogPath { get; set; } = string.Empty;
    public string Name { get; set; } = string.Empty;
    public long RestartCount { get; set; }
    public string Driver { get; set; } = string.Empty;
    public string Platform { get; set; } = string.Empty;
    public string MountLabel { get; set; } = string.Empty;
    public string ProcessLabel { get; set; } = string.Empty;
    public string AppArmorProfile { get; set; } = string.Empty;
    public IList<string> ExecIDs { get; set; } = null!;
    public HostConfig? HostConfig { get; set; }
    public DriverData? GraphDriver { get; set; }
    public long? SizeRw { get; set; }
    public long? SizeRootFs { get; set; }
    public IList<MountPoint> Mounts { get; set; } = null!;
    public ContainerConfig? Config { get; set; }
    public NetworkSettings? NetworkSettings { get; set; }
}

public class State
{
    public string Status { get; set; } = string.Empty;
    public bool Running { get; set; }
    public bool Paused { get; set; }
    public bool Restarting { get; set; }
    public bool OOMKilled { get; set; }
    public bool Dead { get; set; }
    public long Pid { get; set; }
    public long ExitCode { get; set; }
    public string Error { get; set; } = string.Empty;
    public string StartedAt { get; set; } = string.Empty;
    public string FinishedAt { get; set; } = string.Empty;
    public Health? Health { get; set; }
}

public class Health
{
    public string Status { get; set; } = string.Empty;
    public long FailingStreak { get; set; }
    public IList<HealthcheckResult> Log { get; set; } = null!;
}

public class HealthcheckResult
{
    public DateTime Start { get; set; }
    public DateTime End { get; set; }
    public long ExitCode { get; set; }
    public string Output { get; set; } = string.Empty;
}

public class DriverData
{
    public IDictionary<string, string> Data { get; set; } = null!;
    public string Name { get; set; } = string.Empty;
}

public class NetworkSettings
{
    public string SandboxID { get; set; } = string.Empty;
    public string SandboxKey { get; set; } = string.Empty;
    public IDictionary<string, IList<PortBinding>> Ports { get; set; } = null!;
    public IDictionary<string, EndpointSettings> Networks { get; set; } = null!;
}
