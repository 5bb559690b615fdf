using Docker.DotNet.Handler.Abstractions;
using Docker.DotNet.Http;
using Docker.DotNet.Operations;

namespace Docker.DotNet;

public sealed class DockerClient : IDockerClient
{
    private readonly EngineHttp _http;

    internal DockerClient(ResolvedClientOptions options)
    {
        Options = options;
        _http = new EngineHttp(options);
        System = new SystemOperations(_http);
        Containers = new ContainerOperations(_http);
        Exec = new ExecOperations(_http);
        Images = new ImageOperations(_http);
        Networks = new NetworkOperations(_http);
        Volumes = new VolumeOperations(_http);
    }

    public ResolvedClientOptions Options { get; }

    public ISystemOperations System { get; }

    public IContainerOperations Containers { get; }

    public IExecOperations Exec { get; }

    public IImageOperations Images { get; }

    public INetworkOperations Networks { get; }

    public IVolumeOperations Volumes { get; }

    public void Dispose() => _http.Dispose();
}
