using System.Net;
using Docker.DotNet;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Gets the image of a kind, version and flavour of node: one at hand, else pulled, else built offline.</summary>
/// <remarks>A mirror that somebody named goes before an image that was built: it is asked even where the latter is at hand.</remarks>
/// <param name="engine">Where images are looked for, pulled to and built.</param>
/// <param name="home">The project's folder, which holds <c>offline/images/build</c>; null where only pulling is possible.</param>
/// <param name="say">Told what takes time, a line each.</param>
public sealed class ImageSource(DockerEngine engine, string? home, Action<string> say)
{
    // apache/kafka is published from this version on.
    private static Version FirstOfficialKafka { get; } = new(3, 7, 0);

    /// <summary>Where official images are pulled from.</summary>
    internal ImageMirror Mirror { get; init; } = ImageMirror.Parse(Environment.GetEnvironmentVariable(ImageMirror.Variable));

    /// <summary>Whether Debian's ZooKeeper may run in place of a version of which there is no distribution (decision 0008): only where there are no brokers.</summary>
    public bool StandIn { get; init; }

    /// <summary>How long nothing may be heard of a pull.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where distributions are.</summary>
    internal Distributions Distributions { get; init; } = Distributions.Of(home);

    /// <summary>Whether the engine has an image of that name.</summary>
    internal Func<string, CancellationToken, Task<bool>> Has { get; init; } = (reference, token) => IsHereAsync(engine, reference, token);

    /// <summary>Runs <c>offline/images/build</c> with these arguments.</summary>
    internal Func<IReadOnlyList<string>, CancellationToken, Task<(bool Done, string Output)>> Build { get; init; } =
        (arguments, token) => ImageScript.RunAsync(home, () => say($"image {string.Join(' ', arguments)}: building from Debian and the distribution"), arguments, token);

    /// <param name="kind">Of which nodes.</param>
    /// <param name="version">As the topology asks for it.</param>
    /// <param name="flavour">An official image is only pulled, a built one only built; none is ever taken for the other.</param>
    /// <param name="token">Ends a pull or a build.</param>
    /// <exception cref="EnvironmentException">The image can be had in no way that the flavour allows.</exception>
    public async Task<NodeImage> GetAsync(NodeKind kind, string version, ImageFlavour flavour, CancellationToken token)
    {
        var (official, built) = Ways(Mirror, kind, version, flavour);
        if (await IsHereAsync(official, token))
        {
            return official!;
        }

        var builtIsHere = await IsHereAsync(built, token);
        if (builtIsHere && !(official is not null && Mirror.Named))
        {
            return built!;
        }

        var refusals = new List<string>();
        if (official is not null)
        {
            if (await PullAsync(official, token) is not { } refusal)
            {
                return official;
            }

            refusals.Add($"pull:  {refusal}");
            if (builtIsHere)
            {
                say($"image {official.Reference} cannot be pulled ({refusal}): running {built!.Reference}, which was built here, in its place");
                return built;
            }
        }

        if (built is not null)
        {
            var (done, output) = await BuildAsync(kind, version, token);
            if (done)
            {
                return built;
            }

            refusals.Add($"build: {output}");

            // Asked for last and every time: a stand-in that is at hand must not keep the right version from being found,
            // nor hide that it is there and cannot be used.
            if (kind == NodeKind.ZooKeeper && StandIn && Distributions.Find(kind, version) is null)
            {
                var (stood, said) = await BuildAsync(kind, "debian", token);
                if (stood)
                {
                    return InPlaceOf(version);
                }

                refusals.Add($"build of Debian's: {said}");
            }
        }

        throw new EnvironmentException(
            $"There is no image for {NodeImage.Official(kind, version).Software}{(flavour == ImageFlavour.Any ? "" : $" of the flavour {flavour.ToString().ToLowerInvariant()}")}.",
            string.Join(", ", new[] { official is null ? null : $"{official.Reference} (pull)", built is null ? null : $"{built.Reference} (offline/images)" }.OfType<string>()),
            string.Join('\n', refusals).Replace("\n", "\n            ", StringComparison.Ordinal),
            flavour switch
            {
                ImageFlavour.Official => "a registry of images that can be reached and has it",
                ImageFlavour.Built => "the distribution's archives",
                ImageFlavour.Confluent => "a flavour that this version can run: official or built",
                _ => "a registry of images that can be reached and has it, or the distribution's archives",
            },
            Remedy(Mirror, kind, version, official, built));
    }

    /// <summary>The image that the engine has already; null where it has none.</summary>
    public async Task<NodeImage?> FindAsync(NodeKind kind, string version, ImageFlavour flavour, CancellationToken token)
    {
        var (official, built) = Ways(Mirror, kind, version, flavour);
        return await IsHereAsync(official, token) ? official : await IsHereAsync(built, token) ? built : null;
    }

    /// <summary>What may be pulled, and what may be built; null where the flavour excludes it.</summary>
    internal static (NodeImage? Official, NodeImage? Built) Ways(ImageMirror mirror, NodeKind kind, string version, ImageFlavour flavour) => (
        flavour is ImageFlavour.Any or ImageFlavour.Official ? mirror.Official(kind, version) : null,
        flavour is ImageFlavour.Any or ImageFlavour.Built ? NodeImage.Built(kind, version) : null);

    /// <summary>What can be done where there is no image.</summary>
    internal static string Remedy(ImageMirror mirror, NodeKind kind, string version, NodeImage? official, NodeImage? built)
    {
        var pull = official is null ? null
            : kind == NodeKind.Kafka && Version.TryParse(version, out var asked) && asked < FirstOfficialKafka
            ? $"there is no official image of Kafka {version} in any registry, they begin with {FirstOfficialKafka}: ask for a later version"
            : mirror.Named ? $"put {official.Reference} into that registry (or set {ImageMirror.Variable} to another, or unset it)"
            : $"name a registry that has it in {ImageMirror.Variable}";
        var build = built is null ? "leave image out of the topology, so that an image is built here"
            : kind == NodeKind.Kafka ? $"set KAFKACHAOS_DIST to a folder with kafka-{version}/libs; or run a ZooKeeper-only scenario such as scenarios/lose-one-zone-zookeeper-only.yaml"
            : $"set KAFKACHAOS_DIST to a folder with zookeeper-{version}/lib";
        return pull is null ? build : $"{pull}; or {build}";
    }

    private Task<bool> IsHereAsync(NodeImage? image, CancellationToken token) => image is null ? Task.FromResult(false) : Has(image.Reference, token);

    private static async Task<bool> IsHereAsync(DockerEngine engine, string reference, CancellationToken token)
    {
        try
        {
            await engine.Client.Images.InspectImageAsync(reference, token);
            return true;
        }
        catch (DockerApiException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private NodeImage InPlaceOf(string asked)
    {
        say($"no distribution of ZooKeeper {asked} in {Distributions.Searched}: running {NodeImage.Debian.Software} in its place");
        return NodeImage.Debian;
    }

    private async Task<string?> PullAsync(NodeImage image, CancellationToken token) =>
        await new ImagePull(engine, Patience, say).PullAsync(image.Reference, token)
            ?? (await IsHereAsync(image, token) ? null : "the engine said that it had pulled it, and does not have it");

    private Task<(bool Done, string Output)> BuildAsync(NodeKind kind, string version, CancellationToken token) =>
        Build([kind == NodeKind.Kafka ? "kafka" : "zookeeper", version], token);
}
