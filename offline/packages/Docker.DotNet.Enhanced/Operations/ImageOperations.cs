using Docker.DotNet.Http;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class ImageOperations(EngineHttp http) : IImageOperations
{
    public Task<IList<ImagesListResponse>> ListImagesAsync(ImagesListParameters parameters, CancellationToken cancellationToken = default)
        => http.GetAsync<IList<ImagesListResponse>>(new EngineRequest(HttpMethod.Get, "images/json") { Query = parameters }, cancellationToken);

    public Task<ImageInspectResponse> InspectImageAsync(string name, CancellationToken cancellationToken = default)
        => http.GetAsync<ImageInspectResponse>(Of(HttpMethod.Get, name, "/json"), cancellationToken);

    public Task CreateImageAsync(ImagesCreateParameters parameters, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default)
        => http.FollowAsync(Create(parameters, authConfig), progress, cancellationToken);

    public Task CreateImageAsync(ImagesCreateParameters parameters, Stream imageStream, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default)
        => http.FollowAsync(Create(parameters, authConfig) with { Content = EngineRequest.TarOf(imageStream) }, progress, cancellationToken);

    public Task TagImageAsync(string name, ImageTagParameters parameters, CancellationToken cancellationToken = default)
        => http.DoAsync(Of(HttpMethod.Post, name, "/tag") with { Query = parameters }, cancellationToken);

    public Task<IList<IDictionary<string, string>>> DeleteImageAsync(string name, ImageDeleteParameters parameters, CancellationToken cancellationToken = default)
        => http.GetAsync<IList<IDictionary<string, string>>>(Of(HttpMethod.Delete, name, string.Empty) with { Query = parameters }, cancellationToken);

    public Task LoadImageAsync(ImageLoadParameters parameters, Stream imageStream, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default)
        => http.FollowAsync(
            new EngineRequest(HttpMethod.Post, "images/load") { Query = parameters, Content = EngineRequest.TarOf(imageStream) }, progress, cancellationToken);

    public Task BuildImageFromDockerfileAsync(
        ImageBuildParameters parameters, Stream contents, IEnumerable<AuthConfig>? authConfigs, IDictionary<string, string>? headers, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default)
    {
        var credentials = (authConfigs ?? []).Concat(parameters.AuthConfigs?.Values ?? []).ToArray();
        var request = new EngineRequest(HttpMethod.Post, "build")
        {
            Query = parameters,
            Content = EngineRequest.TarOf(contents),
            Headers = RegistryHeader.ForBuild(credentials).Concat(headers ?? new Dictionary<string, string>()).ToDictionary(),
            NotFound = (status, body) => new DockerImageNotFoundException(status, body),
        };
        return http.FollowAsync(request, progress, cancellationToken);
    }

    private static EngineRequest Create(ImagesCreateParameters parameters, AuthConfig? authConfig) => new(HttpMethod.Post, "images/create")
    {
        Query = parameters,
        Headers = RegistryHeader.ForPull(authConfig),
        NotFound = (status, body) => new DockerImageNotFoundException(status, body),
    };

    private static EngineRequest Of(HttpMethod method, string name, string action)
        => new(method, $"images/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}{action}")
        {
            NotFound = (status, body) => new DockerImageNotFoundException(status, body),
        };
}
