using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class ContainerWaitResponse
{
    public WaitExitError? Error { get; set; }
    public long StatusCode { get; set; }
}

public class WaitExitError
{
    public string? Message { get; set; }
}

public sealed class ContainerArchiveResponse
{
    public ContainerPathStatResponse Stat { get; set; } = null!;
    public Stream? Stream { get; set; }
}

public class ContainerPathStatResponse
{
    [JsonPropertyName("name")] public string Name { get; set; } = string.Empty;
    [JsonPropertyName("size")] public long Size { get; set; }
    [JsonPropertyName("mode")] public uint Mode { get; set; }
    [JsonPropertyName("mtime")] public DateTime Mtime { get; set; }
    [JsonPropertyName("linkTarget")] public string LinkTarget { get; set; } = string.Empty;
}
