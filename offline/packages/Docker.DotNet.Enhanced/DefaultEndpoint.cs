using System.Text.Json;
using KafkaChaos.Offline;

namespace Docker.DotNet;

internal static class DefaultEndpoint
{
    /// <exception cref="NotSupportedException">A Docker context is chosen: its endpoint is not read here.</exception>
    public static Uri Find()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
        {
            return new Uri(host);
        }

        var context = Environment.GetEnvironmentVariable("DOCKER_CONTEXT") is { Length: > 0 } chosen ? chosen : CurrentContext();
        return context is null or "default"
            ? new Uri("unix:///var/run/docker.sock")
            : throw Refusal.Of($"The Docker context '{context}' (set DOCKER_HOST to its endpoint instead)", "Docker.DotNet.Enhanced");
    }

    private static string? CurrentContext()
    {
        var folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        var file = Path.Combine(folder, "config.json");
        if (!File.Exists(file))
        {
            return null;
        }

        using var config = JsonDocument.Parse(File.ReadAllText(file));
        return config.RootElement.TryGetProperty("currentContext", out var current) ? current.GetString() : null;
    }
}
