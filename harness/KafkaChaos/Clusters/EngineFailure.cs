using System.Text.Json;
using System.Text.Json.Nodes;
using Docker.DotNet;

namespace KafkaChaos.Clusters;

/// <summary>Tells failures of the engine, or of the way to it, from mistakes of this program.</summary>
public static class EngineFailure
{
    public static bool Is(Exception problem) =>
        problem is DockerApiException or HttpRequestException or TimeoutException or OperationCanceledException { InnerException: TimeoutException };

    /// <summary>The engine's own words, without the JSON around them.</summary>
    public static string Said(DockerApiException refused)
    {
        var body = refused.ResponseBody?.Trim() ?? "";
        try
        {
            return (string?)JsonNode.Parse(body)?["message"] ?? body;
        }
        // A proxy's page, say.
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            return body;
        }
    }

    /// <summary>The failure in the form that ends a run with exit code 3.</summary>
    public static EnvironmentException Wrap(Exception problem) => new(
        "The Docker engine failed.",
        "its API",
        problem is DockerApiException refused ? $"{(int)refused.StatusCode} {Said(refused)}".Trim() : problem.Message,
        "an engine that does what it is asked for",
        "look at the engine's own log; ./kafkachaos doctor shows what this machine can do",
        problem);
}
