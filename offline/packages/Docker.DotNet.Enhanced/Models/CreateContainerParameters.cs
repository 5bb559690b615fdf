using System.Text.Json.Serialization;
using Docker.DotNet.Json;

namespace Docker.DotNet.Models;

public class CreateContainerParameters
{
    [JsonIgnore, Query("name")] public string? Name { get; set; }
    [JsonIgnore, Query("platform")] public string? Platform { get; set; }
    public string Hostname { get; set; } = string.Empty;
    public string Domainname { get; set; } = string.Empty;
    public string User { get; set; } = string.Empty;
    public bool AttachStdin { get; set; }
    public bool AttachStdout { get; set; }
    public bool AttachStderr { get; set; }
    public IDictionary<string, EmptyStruct>? ExposedPorts { get; set; }
    public bool Tty { get; set; }
    public bool OpenStdin { get; set; }
    public bool StdinOnce { get; set; }
    public IList<string> Env { get; set; } = null!;
    public IList<string> Cmd { get; set; } = null!;
    public HealthcheckConfig? Healthcheck { get; set; }
    public bool? ArgsEscaped { get; set; }
    public string Image { get; set; } = string.Empty;
    public IDictionary<string, EmptyStruct> Volumes { get; set; } = null!;
    public string WorkingDir { get; set; } = string.Empty;
    public IList<string> Entrypoint { get; set; } = null!;
    public bool? NetworkDisabled { get; set; }
    public IList<string>? OnBuild { get; set; }
    public IDictionary<string, string> Labels { get; set; } = null!;
    public string? StopSignal { get; set; }
    [JsonConverter(typeof(SecondsConverter))] public TimeSpan? StopTimeout { get; set; }
    public IList<string>? Shell { get; set; }
    public HostConfig? HostConfig { get; set; }
    public NetworkingConfig? NetworkingConfig { get; set; }
}

public class CreateContainerResponse
{
    [JsonPropertyName("Id")] public string ID { get; set; } = string.Empty;
    public IList<string> Warnings { get; set; } = null!;
}
