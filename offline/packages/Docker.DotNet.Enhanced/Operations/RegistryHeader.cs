using System.Buffers.Text;
using System.Text.Json;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

/// <summary>Credentials for registries of images travel as base64url of JSON in a header.</summary>
internal static class RegistryHeader
{
    public static Dictionary<string, string> ForPull(AuthConfig? credentials)
        => credentials is null ? [] : new() { ["X-Registry-Auth"] = Encode(credentials) };

    public static Dictionary<string, string> ForBuild(IReadOnlyCollection<AuthConfig> credentials)
        => credentials.Count == 0 ? [] : new() { ["X-Registry-Config"] = Encode(credentials.ToDictionary(c => c.ServerAddress ?? string.Empty)) };

    private static string Encode<T>(T value)
    {
        var text = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value, EngineJson.Options));
        return text.PadRight((text.Length + 3) / 4 * 4, '=');
    }
}
