using Docker.DotNet.Http;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class VolumeOperations(EngineHttp http) : IVolumeOperations
{
    public Task<VolumesListResponse> ListAsync(CancellationToken cancellationToken = default) => ListAsync(null, cancellationToken);

    public Task<VolumesListResponse> ListAsync(VolumesListParameters? parameters = null, CancellationToken cancellationToken = default)
        => http.GetAsync<VolumesListResponse>(new EngineRequest(HttpMethod.Get, "volumes") { Query = parameters }, cancellationToken);

    public Task<VolumeResponse> CreateAsync(VolumesCreateParameters parameters, CancellationToken cancellationToken = default)
        => http.GetAsync<VolumeResponse>(new EngineRequest(HttpMethod.Post, "volumes/create") { Content = EngineRequest.JsonOf(parameters) }, cancellationToken);

    public Task<VolumeResponse> InspectAsync(string name, CancellationToken cancellationToken = default)
        => http.GetAsync<VolumeResponse>(Of(HttpMethod.Get, name), cancellationToken);

    public Task RemoveAsync(string name, bool? force = null, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Delete, name) with { Query = new VolumeRemoval { Force = force } }, cancellationToken);

    private static EngineRequest Of(HttpMethod method, string name) => new(method, $"volumes/{Uri.EscapeDataString(name)}");

    private sealed class VolumeRemoval
    {
        [Query("force")] public bool? Force { get; init; }
    }
}
