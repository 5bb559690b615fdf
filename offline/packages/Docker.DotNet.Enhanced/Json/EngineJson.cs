using System.Text.Json;
using System.Text.Json.Serialization;

namespace Docker.DotNet.Json;

internal static class EngineJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new TimestampConverter(), new NanosecondsConverter() },
    };
}
