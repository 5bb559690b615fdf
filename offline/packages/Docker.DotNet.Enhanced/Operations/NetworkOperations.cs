using Docker.DotNet.Http;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class NetworkOperations(EngineHttp http) : INetworkOperations
{
    public Task<IList<NetworkResponse>> ListNetworksAsync(NetworksListParameters? parameters = null, CancellationToken cancellationToken = default)
        => http.GetAsync<IList<NetworkResponse>>(new EngineRequest(HttpMethod.Get, "networks") { Query = parameters }, cancellationToken);

    public Task<NetworkResponse> InspectNetworkAsync(string id, CancellationToken cancellationToken = default)
        => http.GetAsync<NetworkResponse>(Of(HttpMethod.Get, id, string.Empty), cancellationToken);

    public Task<NetworksCreateResponse> CreateNetworkAsync(NetworksCreateParameters parameters, CancellationToken cancellationToken = default)
        => http.GetAsync<NetworksCreateResponse>(new EngineRequest(HttpMethod.Post, "networks/create") { Content = EngineRequest.JsonOf(parameters) }, cancellationToken);

    public Task DeleteNetworkAsync(string id, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Delete, id, string.Empty), cancellationToken);

    public Task ConnectNetworkAsync(string id, NetworkConnectParameters parameters, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/connect") with { Content = EngineRequest.JsonOf(parameters) }, cancellationToken);

    public Task DisconnectNetworkAsync(string id, NetworkDisconnectParameters parameters, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/disconnect") with { Content = EngineRequest.JsonOf(parameters) }, cancellationToken);

    private static EngineRequest Of(HttpMethod method, string id, string action) => new(method, $"networks/{Uri.EscapeDataString(id)}{action}")
    {
        NotFound = (status, body) => new DockerNetworkNotFoundException(status, body),
    };
}
