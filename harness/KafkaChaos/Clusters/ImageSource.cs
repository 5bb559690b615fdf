using System.Diagnostics;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Gets the image of a kind, version and flavour of node: one at hand, else pulled, else built offline.</summary>
/// <param name="engine">Where images are looked for, pulled to and built.</param>
/// <param name="home">The project's folder, which holds <c>offline/images/build</c>; null where only pulling is possible.</param>
/// <param name="say">Told what takes time, a line each.</param>
public sealed class ImageSource(DockerEngine engine, string? home, Action<string> say)
{
    // The same variable as Testcontainers': a mirror of the public registry.
    private static string Prefix { get; } = Environment.GetEnvironmentVariable("TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX") is { Length: > 0 } prefix
        ? prefix.TrimEnd('/') + "/"
        : "";

    /// <param name="kind">Of which nodes.</param>
    /// <param name="version">As the topology asks for it.</param>
    /// <param name="flavour">An official image is only pulled, a built one only built; none is ever taken for the other.</param>
    /// <param name="token">Ends a pull or a build.</param>
    /// <exception cref="EnvironmentException">The image can be had in no way that the flavour allows.</exception>
    public async Task<NodeImage> GetAsync(NodeKind kind, string version, ImageFlavour flavour, CancellationToken token)
    {
        if (await FindAsync(kind, version, flavour, token) is { } found)
        {
            return found;
        }

        var ways = Ways(kind, version, flavour);
        var refusals = new List<string>();
        if (ways.Official is { } official)
        {
            if (await PullAsync(official, token) is not { } refusal)
            {
                return official;
            }

            refusals.Add($"pull: {refusal}");
        }

        if (ways.Built is { } built)
        {
            var (done, output) = await BuildAsync(kind, version, token);
            if (done)
            {
                return built;
            }

            // Asked for last and every time: a stand-in that is at hand must not keep the right version from being found.
            if (kind == NodeKind.ZooKeeper && (await BuildAsync(kind, "debian", token)).Done)
            {
                return InPlaceOf(version);
            }

            refusals.Add($"build: {output}");
        }

        throw new EnvironmentException(
            $"There is no image for {NodeImage.Official(kind, version).Software}{(flavour == ImageFlavour.Any ? "" : $" of the flavour {flavour.ToString().ToLowerInvariant()}")}.",
            string.Join(", ", new[] { ways.Official is { } pulled ? $"{pulled.Reference} (pull)" : null, ways.Built is { } made ? $"{made.Reference} (offline/images)" : null }.OfType<string>()),
            string.Join("; ", refusals),
            flavour switch
            {
                ImageFlavour.Official => "a registry of images that can be reached",
                ImageFlavour.Built => "the distribution's archives",
                ImageFlavour.Confluent => "a flavour that this version can run: official or built",
                _ => "a registry of images that can be reached, or the distribution's archives",
            },
            flavour is ImageFlavour.Official or ImageFlavour.Confluent
                ? "leave image out of the topology, so that an image is built here"
                : kind == NodeKind.Kafka
                ? "set KAFKACHAOS_DIST to a folder with kafka-VERSION/libs, or run a ZooKeeper-only scenario such as scenarios/lose-one-zone-zookeeper-only.yaml"
                : "set KAFKACHAOS_DIST to a folder with zookeeper-VERSION/lib");
    }

    /// <summary>The image that the engine has already; null where it has none.</summary>
    public async Task<NodeImage?> FindAsync(NodeKind kind, string version, ImageFlavour flavour, CancellationToken token)
    {
        var (official, built) = Ways(kind, version, flavour);
        foreach (var image in new[] { official, built })
        {
            if (image is not null && await IsHereAsync(image, token))
            {
                return image;
            }
        }

        return null;
    }

    /// <summary>What may be pulled, and what may be built; null where the flavour excludes it.</summary>
    internal static (NodeImage? Official, NodeImage? Built) Ways(NodeKind kind, string version, ImageFlavour flavour) => (
        flavour is ImageFlavour.Any or ImageFlavour.Official ? Official(kind, version) : null,
        flavour is ImageFlavour.Any or ImageFlavour.Built ? NodeImage.Built(kind, version) : null);

    private static NodeImage Official(NodeKind kind, string version)
    {
        var image = NodeImage.Official(kind, version);
        return image with { Reference = Prefix + image.Reference };
    }

    private async Task<bool> IsHereAsync(NodeImage image, CancellationToken token)
    {
        try
        {
            await engine.Client.Images.InspectImageAsync(image.Reference, token);
            return true;
        }
        catch (DockerApiException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private NodeImage InPlaceOf(string asked)
    {
        say($"no distribution of ZooKeeper {asked}: running {NodeImage.Debian.Software} in its place");
        return NodeImage.Debian;
    }

    private async Task<string?> PullAsync(NodeImage image, CancellationToken token)
    {
        say($"image {image.Reference}: pulling");
        var failure = (string?)null;
        try
        {
            await engine.Client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = image.Reference[..image.Reference.LastIndexOf(':')], Tag = image.Reference[(image.Reference.LastIndexOf(':') + 1)..] },
                new AuthConfig(),
                new Immediately<JSONMessage>(message => failure = message.Error?.Message ?? failure),
                token);
        }
        catch (DockerApiException refused)
        {
            failure = refused.ResponseBody;
        }

        return failure ?? (await IsHereAsync(image, token) ? null : "the engine pulled nothing");
    }

    private async Task<(bool Done, string Output)> BuildAsync(NodeKind kind, string version, CancellationToken token)
    {
        var script = home is null ? null : Path.Combine(home, "offline", "images", "build");
        if (script is null || !File.Exists(script))
        {
            return (false, "offline/images/build is not at hand");
        }

        var name = kind == NodeKind.Kafka ? "kafka" : "zookeeper";
        say($"image {name} {version}: building from Debian and the distribution");
        var start = new ProcessStartInfo("bash", [script, name, version]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        using var build = Process.Start(start)!;
        build.StandardInput.Close();
        using var end = token.Register(() => Signals.Terminate(build));
        var output = build.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = build.StandardError.ReadToEndAsync(CancellationToken.None);
        // Also when cancelled: the script removes what it has half made.
        await build.WaitForExitAsync(CancellationToken.None);
        token.ThrowIfCancellationRequested();
        var text = ((await output).TrimEnd() + "\n" + (await errors).TrimEnd()).Trim();
        return (build.ExitCode == 0, text.Length > 0 ? text : $"offline/images/build ended with {build.ExitCode}");
    }
}
