using System.Text.Json;
using System.Text.Json.Serialization;
using Docker.DotNet.Models;

namespace Docker.DotNet.Json;

internal sealed class RestartPolicyKindConverter : JsonConverter<RestartPolicyKind>
{
    private static readonly Dictionary<RestartPolicyKind, string> Names = new()
    {
        [RestartPolicyKind.Undefined] = "",
        [RestartPolicyKind.No] = "no",
        [RestartPolicyKind.Always] = "always",
        [RestartPolicyKind.OnFailure] = "on-failure",
        [RestartPolicyKind.UnlessStopped] = "unless-stopped",
    };

    public override RestartPolicyKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.GetString();
        return name is not null && Names.ContainsValue(name)
            ? Names.Single(known => known.Value == name).Key
            : throw new JsonException($"Unknown restart policy '{name}'; known are {string.Join(", ", Names.Values)}.");
    }

    public override void Write(Utf8JsonWriter writer, RestartPolicyKind value, JsonSerializerOptions options) => writer.WriteStringValue(Names[value]);
}
