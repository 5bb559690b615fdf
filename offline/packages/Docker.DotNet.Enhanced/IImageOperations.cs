using Docker.DotNet.Models;

namespace Docker.DotNet;

public interface IImageOperations
{
    Task<IList<ImagesListResponse>> ListImagesAsync(ImagesListParameters parameters, CancellationToken cancellationToken = default);

    Task<ImageInspectResponse> InspectImageAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Pulls an image. The engine reports a failure after its start as a message with an error, not as an exception.</summary>
    Task CreateImageAsync(ImagesCreateParameters parameters, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);

    /// <summary>Imports a root file system from a tar archive (with <see cref="ImagesCreateParameters.FromSrc"/> "-").</summary>
    Task CreateImageAsync(ImagesCreateParameters parameters, Stream imageStream, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);

    Task TagImageAsync(string name, ImageTagParameters parameters, CancellationToken cancellationToken = default);

    Task<IList<IDictionary<string, string>>> DeleteImageAsync(string name, ImageDeleteParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Loads images from an archive of <c>docker save</c>.</summary>
    Task LoadImageAsync(ImageLoadParameters parameters, Stream imageStream, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);

    /// <summary>Builds with the engine's classic builder. A failing build is a message with an error, not an exception.</summary>
    Task BuildImageFromDockerfileAsync(
        ImageBuildParameters parameters, Stream contents, IEnumerable<AuthConfig>? authConfigs, IDictionary<string, string>? headers, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);
}
