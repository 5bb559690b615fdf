namespace Docker.DotNet;

/// <summary>Named by signatures only: no transport here has options, so none is ever made.</summary>
public sealed class DockerClientBuilder<TTransportOptions> : DockerClientBuilder
{
    private DockerClientBuilder()
    {
    }
}
