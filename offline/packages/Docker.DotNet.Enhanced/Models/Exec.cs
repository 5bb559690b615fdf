using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class ContainerExecCreateParameters
{
    public string User { get; set; } = string.Empty;
    public bool Privileged { get; set; }
    public bool TTY { get; set; }
    public bool AttachStdin { get; set; }
    public bool AttachStderr { get; set; }
    public bool AttachStdout { get; set; }
    public string DetachKeys { get; set; } = string.Empty;
    public IList<string> Env { get; set; } = null!;
    public string WorkingDir { get; set; } = string.Empty;
    public IList<string> Cmd { get; set; } = null!;
}

public class ContainerExecCreateResponse
{
    [JsonPropertyName("Id")] public string ID { get; set; } = string.Empty;
}

public class ContainerExecStartParameters
{
    public bool Detach { get; set; }
    public bool TTY { get; set; }
}

public class ContainerExecInspectResponse
{
    public string ID { get; set; } = string.Empty;
    public bool Running { get; set; }
    public long? ExitCode { get; set; }
    public ExecProcessConfig? ProcessConfig { get; set; }
    public bool OpenStdin { get; set; }
    public bool OpenStderr { get; set; }
    public bool OpenStdout { get; set; }
    public bool CanRemove { get; set; }
    public string ContainerID { get; set; } = string.Empty;
    public string DetachKeys { get; set; } = string.Empty;
    public long Pid { get; set; }
}

public class ExecProcessConfig
{
    [JsonPropertyName("tty")] public bool Tty { get; set; }
    [JsonPropertyName("entrypoint")] public string Entrypoint { get; set; } = string.Empty;
    [JsonPropertyName("arguments")] public IList<string> Arguments { get; set; } = null!;
    [JsonPropertyName("privileged")] public bool? Privileged { get; set; }
    [JsonPropertyName("user")] public string? User { get; set; }
}
