using System.Text.RegularExpressions;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaChaos.Clusters;

/// <summary>Thaws a run's control groups, and removes them when they are empty: by itself as root, else through a container that sees the hierarchy.</summary>
internal static partial class ControlGroupSweep
{
    /// <summary>Whether an image is one that runs use, from whatever registry: it has the few programs that are needed.</summary>
    internal static bool IsOfRuns(string reference) => OfRuns().IsMatch(reference);

    /// <summary>To be done before the engine is asked for any container: it hangs on frozen ones.</summary>
    public static async Task ThawAsync(DockerEngine engine, string run, CancellationToken token)
    {
        var refused = ControlGroups.Frozen(run).Where(frozen => !Try(() => File.WriteAllText(frozen.File, frozen.Word))).ToList();
        if (refused.Count > 0)
        {
            await ThroughContainerAsync(engine, run, ["sh", "-c", string.Join("; ", refused.Select(frozen => $"echo {frozen.Word} >'{frozen.File}'"))], token);
        }
    }

    public static async Task RemoveAsync(DockerEngine engine, string run, CancellationToken token)
    {
        var refused = ControlGroups.Of(run).Where(path => !Try(() => Directory.Delete(path))).ToList();
        if (refused.Count > 0)
        {
            await ThroughContainerAsync(engine, run, ["rmdir", "--", .. refused], token);
        }
    }

    /// <returns>Whether there is nothing more to do here: it is gone, or still in use, which the next look finds.</returns>
    private static bool Try(Action change)
    {
        try
        {
            change();
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

    private static async Task ThroughContainerAsync(DockerEngine engine, string run, IReadOnlyList<string> command, CancellationToken token)
    {
        var images = await engine.Client.Images.ListImagesAsync(new ImagesListParameters(), token);
        var image = images.SelectMany(one => one.RepoTags ?? [])
            .FirstOrDefault(IsOfRuns);
        if (image is null)
        {
            return;
        }

        var sweeper = new ContainerBuilder(image)
            .WithImagePullPolicy(PullPolicy.Never)
            .WithLogger(NullLogger.Instance)
            .WithLabel(RunIdentity.RunLabel, run)
            .WithEntrypoint(["sleep", "infinity"])
            .WithCreateParameterModifier(parameters => (parameters.User, parameters.Image) = ("0:0", image)) // as in NodeContainers, with no mirror's name before it
            .WithBindMount(ControlGroups.Root, ControlGroups.Root)
            .WithCleanUp(false)
            .Build();
        await sweeper.StartAsync(token);
        try
        {
            await sweeper.ExecAsync([.. command], token);
        }
        finally
        {
            await engine.Client.Containers.RemoveContainerAsync(sweeper.Id, new ContainerRemoveParameters { Force = true }, CancellationToken.None);
        }
    }

    [GeneratedRegex("(^|/)(kafkachaos/[^/]+|zookeeper|apache/kafka):[^/]+$")]
    private static partial Regex OfRuns();
}
