using Docker.DotNet.Models;

namespace Docker.DotNet;

public interface ISystemOperations
{
    Task<SystemInfoResponse> GetSystemInfoAsync(CancellationToken cancellationToken = default);

    Task<VersionResponse> GetVersionAsync(CancellationToken cancellationToken = default);

    Task PingAsync(CancellationToken cancellationToken = default);

    /// <summary>Reports events until the engine closes the stream or the token is cancelled.</summary>
    Task MonitorEventsAsync(ContainerEventsParameters parameters, IProgress<Message> progress, CancellationToken cancellationToken = default);
}
