using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaChaos.Clusters;

/// <summary>Removes a run's empty control groups: by itself as root, else through a container that sees the hierarchy.</summary>
internal static class ControlGroupSweep
{
    private static readonly string[] Known = ["kafkachaos/", "zookeeper:", "apache/kafka:"];

    public static async Task RunAsync(DockerEngine engine, string run, CancellationToken token)
    {
        var refused = ControlGroups.Of(run).Where(path => !TryRemove(path)).ToList();
        if (refused.Count > 0)
        {
            await ThroughContainerAsync(engine, run, refused, token);
        }
    }

    /// <returns>Whether there is nothing more to do here: it is gone, or still in use, which the next look finds.</returns>
    private static bool TryRemove(string path)
    {
        try
        {
            Directory.Delete(path);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task ThroughContainerAsync(DockerEngine engine, string run, IReadOnlyList<string> paths, CancellationToken token)
    {
        var images = await engine.Client.Images.ListImagesAsync(new ImagesListParameters(), token);
        var image = images.SelectMany(one => one.RepoTags ?? [])
            .FirstOrDefault(tag => Known.Any(known => tag.StartsWith(known, StringComparison.Ordinal)));
        if (image is null)
        {
            return;
        }

        var sweeper = new ContainerBuilder(image)
            .WithImagePullPolicy(PullPolicy.Never)
            .WithLogger(NullLogger.Instance)
            .WithLabel(RunIdentity.RunLabel, run)
            .WithEntrypoint(["sleep", "infinity"])
            .WithCreateParameterModifier(parameters => parameters.User = "0:0")
            .WithBindMount(ControlGroups.Root, ControlGroups.Root)
            .WithCleanUp(false)
            .Build();
        await sweeper.StartAsync(token);
        try
        {
            await sweeper.ExecAsync(["rmdir", "--", .. paths], token);
        }
        finally
        {
            await engine.Client.Containers.RemoveContainerAsync(sweeper.Id, new ContainerRemoveParameters { Force = true }, CancellationToken.None);
        }
    }
}
