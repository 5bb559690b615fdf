using Docker.DotNet.Http;
using Docker.DotNet.Models;
using KafkaChaos.Offline;

namespace Docker.DotNet.Operations;

internal sealed class ExecOperations(EngineHttp http) : IExecOperations
{
    public Task<ContainerExecCreateResponse> CreateContainerExecAsync(string id, ContainerExecCreateParameters parameters, CancellationToken cancellationToken = default)
        => http.GetAsync<ContainerExecCreateResponse>(
            Of(HttpMethod.Post, $"containers/{Uri.EscapeDataString(id)}/exec") with { Content = EngineRequest.JsonOf(parameters) }, cancellationToken);

    public async Task<MultiplexedStream> StartContainerExecAsync(string id, ContainerExecStartParameters parameters, CancellationToken cancellationToken = default)
    {
        if (parameters.Detach)
        {
            throw Refusal.Of("A detached exec", "Docker.DotNet.Enhanced");
        }

        var request = Of(HttpMethod.Post, $"exec/{Uri.EscapeDataString(id)}/start") with { Content = EngineRequest.JsonOf(parameters) };
        var stream = await http.HijackAsync(request, cancellationToken).ConfigureAwait(false);
        return new MultiplexedStream(stream, multiplexed: !parameters.TTY);
    }

    public Task<ContainerExecInspectResponse> InspectContainerExecAsync(string id, CancellationToken cancellationToken = default)
        => http.GetAsync<ContainerExecInspectResponse>(Of(HttpMethod.Get, $"exec/{Uri.EscapeDataString(id)}/json"), cancellationToken);

    private static EngineRequest Of(HttpMethod method, string path) => new(method, path)
    {
        NotFound = (status, body) => new DockerContainerNotFoundException(status, body),
    };
}
