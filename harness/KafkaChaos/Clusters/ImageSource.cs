using System.Diagnostics;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Gets the image of a kind and version of node: one at hand, else pulled, else built offline.</summary>
/// <param name="engine">Where images are looked for, pulled to and built.</param>
/// <param name="home">The project's folder, which holds <c>offline/images/build</c>; null where only pulling is possible.</param>
/// <param name="say">Told what takes time, a line each.</param>
public sealed class ImageSource(DockerEngine engine, string? home, Action<string> say)
{
    // The same variable as Testcontainers': a mirror of the public registry.
    private static string Prefix { get; } = Environment.GetEnvironmentVariable("TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX") is { Length: > 0 } prefix
        ? prefix.TrimEnd('/') + "/"
        : "";

    /// <exception cref="EnvironmentException">The image can be had in no way.</exception>
    public async Task<NodeImage> GetAsync(NodeKind kind, string version, CancellationToken token)
    {
        if (await FindAsync(kind, version, token) is { } found)
        {
            return found;
        }

        var (official, built) = (Official(kind, version), NodeImage.Built(kind, version));
        if (await PullAsync(official, token) is not { } refusal)
        {
            return official;
        }

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

        throw new EnvironmentException(
            $"There is no image for {official.Software}.",
            $"{official.Reference} (pull), {built.Reference} (offline/images)",
            $"pull: {refusal}; build: {output}",
            "a registry of images that can be reached, or the distribution's archives",
            kind == NodeKind.Kafka
                ? "set KAFKACHAOS_DIST to a folder with kafka-VERSION/libs, or run a ZooKeeper-only scenario such as scenarios/lose-one-zone-zookeeper-only.yaml"
                : "set KAFKACHAOS_DIST to a folder with zookeeper-VERSION/lib");
    }

    /// <summary>The image that the engine has already; null where it has none.</summary>
    public async Task<NodeImage?> FindAsync(NodeKind kind, string version, CancellationToken token)
    {
        foreach (var image in new[] { Official(kind, version), NodeImage.Built(kind, version) })
        {
            if (await IsHereAsync(image, token))
            {
                return image;
            }
        }

        return null;
    }

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
