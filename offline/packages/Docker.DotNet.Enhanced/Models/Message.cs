using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class Message
{
    public string Type { get; set; } = string.Empty;
    public string Action { get; set; } = string.Empty;
    public Actor Actor { get; set; } = null!;
    [JsonPropertyName("scope")] public string? Scope { get; set; }
    [JsonPropertyName("time")] public long? Time { get; set; }
    [JsonPropertyName("timeNano")] public long? TimeNano { get; set; }
}

public class Actor
{
    public string ID { get; set; } = string.Empty;
    public IDictionary<string, string> Attributes { get; set; } = null!;
}

public class ContainerEventsParameters
{
    [Query("since")] public string? Since { get; set; }
    [Query("until")] public string? Until { get; set; }
    [Query("filters")] public IDictionary<string, IDictionary<string, bool>>? Filters { get; set; }
}
