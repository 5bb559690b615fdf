using System.Text;
using System.Text.Json;
using Docker.DotNet.Http;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class ContainerOperations(EngineHttp http) : IContainerOperations
{
    public Task<IList<ContainerListResponse>> ListContainersAsync(ContainersListParameters parameters, CancellationToken cancellationToken = default)
        => http.GetAsync<IList<ContainerListResponse>>(new EngineRequest(HttpMethod.Get, "containers/json") { Query = parameters }, cancellationToken);

    public Task<CreateContainerResponse> CreateContainerAsync(CreateContainerParameters parameters, CancellationToken cancellationToken = default)
        => http.GetAsync<CreateContainerResponse>(
            new EngineRequest(HttpMethod.Post, "containers/create")
            {
                Query = parameters,
                Content = EngineRequest.JsonOf(parameters),
                NotFound = (status, body) => new DockerImageNotFoundException(status, body),
            },
            cancellationToken);

    public Task<ContainerInspectResponse> InspectContainerAsync(string id, CancellationToken cancellationToken = default)
        => http.GetAsync<ContainerInspectResponse>(Of(HttpMethod.Get, id, "/json"), cancellationToken);

    public async Task<MultiplexedStream> GetContainerLogsAsync(string id, ContainerLogsParameters parameters, CancellationToken cancellationToken = default)
    {
        var terminal = await HasTerminalAsync(id, cancellationToken).ConfigureAwait(false);
        var body = await http.OpenAsync(Of(HttpMethod.Get, id, "/logs", parameters), cancellationToken).ConfigureAwait(false);
        return new MultiplexedStream(body, multiplexed: !terminal);
    }

    public Task<bool> StartContainerAsync(string id, ContainerStartParameters? parameters = null, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/start", parameters), cancellationToken);

    public Task<bool> StopContainerAsync(string id, ContainerStopParameters parameters, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/stop", parameters) with { Streams = true }, cancellationToken);

    public Task RestartContainerAsync(string id, ContainerRestartParameters parameters, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/restart", parameters) with { Streams = true }, cancellationToken);

    public Task KillContainerAsync(string id, ContainerKillParameters parameters, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/kill", parameters), cancellationToken);

    public Task RenameContainerAsync(string id, ContainerRenameParameters parameters, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/rename", parameters), cancellationToken);

    public Task PauseContainerAsync(string id, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/pause"), cancellationToken);

    public Task UnpauseContainerAsync(string id, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, id, "/unpause"), cancellationToken);

    public async Task<MultiplexedStream> AttachContainerAsync(string id, ContainerAttachParameters parameters, CancellationToken cancellationToken = default)
    {
        var terminal = await HasTerminalAsync(id, cancellationToken).ConfigureAwait(false);
        var stream = await http.HijackAsync(Of(HttpMethod.Post, id, "/attach", parameters), cancellationToken).ConfigureAwait(false);
        return new MultiplexedStream(stream, multiplexed: !terminal);
    }

    public Task<ContainerWaitResponse> WaitContainerAsync(string id, CancellationToken cancellationToken = default)
        => http.GetAsync<ContainerWaitResponse>(Of(HttpMethod.Post, id, "/wait") with { Streams = true }, cancellationToken);

    public Task RemoveContainerAsync(string id, ContainerRemoveParameters parameters, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Delete, id, string.Empty, parameters), cancellationToken);

    public async Task<ContainerArchiveResponse> GetArchiveFromContainerAsync(string id, ContainerPathStatParameters parameters, bool statOnly, CancellationToken cancellationToken = default)
    {
        var request = Of(statOnly ? HttpMethod.Head : HttpMethod.Get, id, "/archive", parameters) with { Streams = true };
        var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var stat = Encoding.UTF8.GetString(Convert.FromBase64String(response.Headers.GetValues("X-Docker-Container-Path-Stat").Single()));
        return new ContainerArchiveResponse
        {
            Stat = JsonSerializer.Deserialize<ContainerPathStatResponse>(stat, EngineJson.Options)!,
            Stream = statOnly ? null : await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    public Task ExtractArchiveToContainerAsync(string id, CopyToContainerParameters parameters, Stream stream, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Put, id, "/archive", parameters) with { Content = EngineRequest.TarOf(stream), Streams = true }, cancellationToken);

    private static EngineRequest Of(HttpMethod method, string id, string action, object? query = null) => new(method, $"containers/{Uri.EscapeDataString(id)}{action}")
    {
        Query = query,
        NotFound = (status, body) => new DockerContainerNotFoundException(status, body),
    };

    /// <summary>Engines before API 1.42 do not say in the response whether the output is framed: it is unless there is a terminal.</summary>
    private async Task<bool> HasTerminalAsync(string id, CancellationToken cancellationToken)
        => (await InspectContainerAsync(id, cancellationToken).ConfigureAwait(false)).Config?.Tty ?? false;
}
