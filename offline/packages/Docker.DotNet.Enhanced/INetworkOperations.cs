using Docker.DotNet.Models;

namespace Docker.DotNet;

public interface INetworkOperations
{
    Task<IList<NetworkResponse>> ListNetworksAsync(NetworksListParameters? parameters = null, CancellationToken cancellationToken = default);

    Task<NetworkResponse> InspectNetworkAsync(string id, CancellationToken cancellationToken = default);

    Task<NetworksCreateResponse> CreateNetworkAsync(NetworksCreateParameters parameters, CancellationToken cancellationToken = default);

    Task DeleteNetworkAsync(string id, CancellationToken cancellationToken = default);

    Task ConnectNetworkAsync(string id, NetworkConnectParameters parameters, CancellationToken cancellationToken = default);

    Task DisconnectNetworkAsync(string id, NetworkDisconnectParameters parameters, CancellationToken cancellationToken = default);
}
