using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaChaos.Clusters;

/// <summary>Removes a run's empty control groups: by itself as root, else through a container that sees the hierarchy.</summary>
internal static class ControlGroupSweep
{
    public static async Task RunAsync(DockerEngine engine, string run, CancellationToken token)
    {
        var paths = ControlGroups.Of(run);
        try
        {
            foreach (var path in paths)
            {
                Directory.Delete(path);
            }
        }
        catch (UnauthorizedAccessException)
        {
            await ThroughContainerAsync(engine, run, paths, token);
        }
        catch (IOException)
        {
            // Still in use, or gone meanwhile: the leftover audit says which.
        }
    }

    private static async Task ThroughContainerAsync(DockerEngine engine, string run, IReadOnlyList<string> paths, CancellationToken token)
    {
        var images = await engine.Client.Images.ListImagesAsync(new ImagesListParameters(), token);
        var image = images.SelectMany(one => one.RepoTags ?? [])
            .FirstOrDefault(tag => tag.StartsWith("kafkachaos/", StringComparison.Ordinal) || tag.Contains("zookeeper:", StringComparison.Ordinal) || tag.Contains("apache/kafka:", StringComparison.Ordinal));
        if (image is null)
        {
            return;
        }

        await using var sweeper = new ContainerBuilder(image)
            .WithImagePullPolicy(PullPolicy.Never)
            .WithLogger(NullLogger.Instance)
            .WithLabel(RunIdentity.RunLabel, run)
            .WithEntrypoint(["sleep", "infinity"])
            .WithCreateParameterModifier(parameters => parameters.User = "0:0")
            .WithBindMount(ControlGroups.Root, ControlGroups.Root)
            .WithCleanUp(false)
            .Build();
        await sweeper.StartAsync(token);
        await sweeper.ExecAsync(["rmdir", "--", .. paths], token);
    }
}
