using Docker.DotNet.Models;

namespace Docker.DotNet;

public interface IContainerOperations
{
    Task<IList<ContainerListResponse>> ListContainersAsync(ContainersListParameters parameters, CancellationToken cancellationToken = default);

    Task<CreateContainerResponse> CreateContainerAsync(CreateContainerParameters parameters, CancellationToken cancellationToken = default);

    Task<ContainerInspectResponse> InspectContainerAsync(string id, CancellationToken cancellationToken = default);

    Task<MultiplexedStream> GetContainerLogsAsync(string id, ContainerLogsParameters parameters, CancellationToken cancellationToken = default);

    /// <returns>False if the container was already running.</returns>
    Task<bool> StartContainerAsync(string id, ContainerStartParameters? parameters = null, CancellationToken cancellationToken = default);

    /// <returns>False if the container was not running.</returns>
    Task<bool> StopContainerAsync(string id, ContainerStopParameters parameters, CancellationToken cancellationToken = default);

    Task RestartContainerAsync(string id, ContainerRestartParameters parameters, CancellationToken cancellationToken = default);

    Task KillContainerAsync(string id, ContainerKillParameters parameters, CancellationToken cancellationToken = default);

    Task RenameContainerAsync(string id, ContainerRenameParameters parameters, CancellationToken cancellationToken = default);

    Task PauseContainerAsync(string id, CancellationToken cancellationToken = default);

    Task UnpauseContainerAsync(string id, CancellationToken cancellationToken = default);

    Task<MultiplexedStream> AttachContainerAsync(string id, ContainerAttachParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Ends when the container does, at once if it is not running.</summary>
    Task<ContainerWaitResponse> WaitContainerAsync(string id, CancellationToken cancellationToken = default);

    Task RemoveContainerAsync(string id, ContainerRemoveParameters parameters, CancellationToken cancellationToken = default);

    /// <param name="id">The container.</param>
    /// <param name="parameters">The path in the container.</param>
    /// <param name="statOnly">Leaves the response's stream null.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<ContainerArchiveResponse> GetArchiveFromContainerAsync(string id, ContainerPathStatParameters parameters, bool statOnly, CancellationToken cancellationToken = default);

    /// <summary>Unpacks a tar archive, plain or compressed, into a directory of the container.</summary>
    Task ExtractArchiveToContainerAsync(string id, CopyToContainerParameters parameters, Stream stream, CancellationToken cancellationToken = default);
}
