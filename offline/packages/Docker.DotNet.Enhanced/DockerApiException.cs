using System.Net;

namespace Docker.DotNet;

/// <summary>The engine answered, and refused.</summary>
public class DockerApiException(HttpStatusCode statusCode, string responseBody)
    : Exception($"Docker API responded with status code='{statusCode}', response='{responseBody.Trim()}'.")
{
    public HttpStatusCode StatusCode { get; } = statusCode;

    public string ResponseBody { get; } = responseBody;
}
