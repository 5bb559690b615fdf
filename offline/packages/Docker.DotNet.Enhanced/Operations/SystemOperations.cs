using Docker.DotNet.Http;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class SystemOperations(EngineHttp http) : ISystemOperations
{
    public Task<SystemInfoResponse> GetSystemInfoAsync(CancellationToken cancellationToken = default)
        => http.GetAsync<SystemInfoResponse>(new EngineRequest(HttpMethod.Get, "info"), cancellationToken);

    public Task<VersionResponse> GetVersionAsync(CancellationToken cancellationToken = default)
        => http.GetAsync<VersionResponse>(new EngineRequest(HttpMethod.Get, "version"), cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken = default)
        => http.DoAsync(new EngineRequest(HttpMethod.Get, "_ping"), cancellationToken);

    public Task MonitorEventsAsync(ContainerEventsParameters parameters, IProgress<Message> progress, CancellationToken cancellationToken = default)
        => http.FollowAsync(new EngineRequest(HttpMethod.Get, "events") { Query = parameters }, progress, cancellationToken);
}
