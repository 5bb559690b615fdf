using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Docker.DotNet.Json;

namespace Docker.DotNet.Http;

/// <param name="Method">HTTP's.</param>
/// <param name="Path">Without the version, and without a leading slash.</param>
internal sealed record EngineRequest(HttpMethod Method, string Path)
{
    /// <summary>An object whose properties with <see cref="QueryAttribute"/> are the query.</summary>
    public object? Query { get; init; }

    public HttpContent? Content { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What to throw on status 404.</summary>
    public Func<HttpStatusCode, string, DockerApiException> NotFound { get; init; } = (status, body) => new DockerApiException(status, body);

    /// <summary>True for streams, transfers and what waits for a container: no time limit but the caller's token, and the body is not read ahead.</summary>
    public bool Streams { get; init; }

    public static HttpContent JsonOf<T>(T body)
        => new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, EngineJson.Options)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    public static HttpContent TarOf(Stream archive)
        => new StreamContent(archive) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-tar") } };
}
