using System.Net;

namespace Docker.DotNet;

public class DockerContainerNotFoundException(HttpStatusCode statusCode, string responseBody) : DockerApiException(statusCode, responseBody);

public class DockerImageNotFoundException(HttpStatusCode statusCode, string responseBody) : DockerApiException(statusCode, responseBody);

public class DockerNetworkNotFoundException(HttpStatusCode statusCode, string responseBody) : DockerApiException(statusCode, responseBody);
