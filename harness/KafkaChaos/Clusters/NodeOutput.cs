using Docker.DotNet.Models;

namespace KafkaChaos.Clusters;

/// <summary>What the processes of one node printed: of its container, and of those that it replaced.</summary>
public sealed class NodeOutput
{
    private readonly DockerEngine _engine;
    private readonly IReadOnlyList<string> _containers;

    private NodeOutput(DockerEngine engine, string node, IReadOnlyList<string> containers) => (_engine, Node, _containers) = (engine, node, containers);

    public string Node { get; }

    /// <summary>Of every node of a run that has a container, also where the launch of the others failed.</summary>
    /// <param name="run">The run's id.</param>
    public static async Task<IReadOnlyList<NodeOutput>> FindAsync(DockerEngine engine, string run, CancellationToken token)
    {
        IDictionary<string, IDictionary<string, bool>> filter = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [$"{RunIdentity.RunLabel}={run}"] = true, [RunIdentity.NodeLabel] = true },
        };
        var containers = await engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filter }, token);
        return [.. containers.GroupBy(one => one.Labels[RunIdentity.NodeLabel]).Select(node => new NodeOutput(engine, node.Key, [.. node.OrderBy(one => one.Created).Select(one => one.ID)]))];
    }

    /// <summary>Writes it in the order of the containers, each line behind the engine's time stamp (RFC 3339, UTC).</summary>
    public async Task CopyAsync(Stream target, CancellationToken token)
    {
        foreach (var container in _containers)
        {
            using var log = await _engine.Client.Containers.GetContainerLogsAsync(
                container,
                new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Timestamps = true },
                token);
            await log.CopyOutputToAsync(Stream.Null, target, target, token);
        }
    }
}
