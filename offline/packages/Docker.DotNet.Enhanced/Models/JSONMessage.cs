using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

public class JSONMessage
{
    [JsonPropertyName("stream")] public string? Stream { get; set; }
    [JsonPropertyName("status")] public string? Status { get; set; }
    [JsonPropertyName("progressDetail")] public JSONProgress? Progress { get; set; }
    [JsonPropertyName("id")] public string? ID { get; set; }
    [JsonPropertyName("errorDetail")] public JSONError? Error { get; set; }
    [JsonPropertyName("aux")] public ObjectExtensionData? Aux { get; set; }
}

public class JSONError
{
    [JsonPropertyName("code")] public long? Code { get; set; }
    [JsonPropertyName("message")] public string? Message { get; set; }
}

public class JSONProgress
{
    [JsonPropertyName("current")] public long? Current { get; set; }
    [JsonPropertyName("total")] public long? Total { get; set; }
    [JsonPropertyName("start")] public long? Start { get; set; }
    [JsonPropertyName("hidecounts")] public bool? HideCounts { get; set; }
    [JsonPropertyName("units")] public string? Units { get; set; }
}

public class ObjectExtensionData
{
    [JsonExtensionData] public IDictionary<string, object>? ExtensionData { get; set; }
}
