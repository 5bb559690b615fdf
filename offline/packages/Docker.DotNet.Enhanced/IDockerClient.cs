using Docker.DotNet.Handler.Abstractions;

namespace Docker.DotNet;

public interface IDockerClient : IDisposable
{
    ResolvedClientOptions Options { get; }

    ISystemOperations System { get; }

    IContainerOperations Containers { get; }

    IExecOperations Exec { get; }

    IImageOperations Images { get; }

    INetworkOperations Networks { get; }

    IVolumeOperations Volumes { get; }
}
