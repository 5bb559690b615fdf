using System.Globalization;
using Docker.DotNet.Models;

namespace KafkaChaos.Clusters;

/// <summary>The engine's own events about the nodes' processes.</summary>
internal static class ProcessFeed
{
    public static async Task FollowAsync(DockerEngine engine, IReadOnlyList<ClusterNode> nodes, DateTimeOffset since, Action<ProcessEvent> tell, CancellationToken token)
    {
        var names = nodes.ToDictionary(node => node.Container, node => node.Name);
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["type"] = new Dictionary<string, bool> { ["container"] = true },
            ["event"] = new Dictionary<string, bool> { ["start"] = true, ["die"] = true },
            ["container"] = names.Keys.ToDictionary(id => id, _ => true),
        };
        try
        {
            await engine.Client.System.MonitorEventsAsync(
                new ContainerEventsParameters { Since = since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Filters = filters },
                new Immediately<Message>(message => tell(Read(names[message.Actor.ID], message))),
                token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
    }

    private static ProcessEvent Read(string node, Message message) => new(
        node,
        message.Action == "start",
        DateTimeOffset.UnixEpoch.AddTicks((message.TimeNano ?? 0) / TimeSpan.NanosecondsPerTick),
        message.Actor.Attributes.TryGetValue("exitCode", out var code) ? $"exit code {code}" : "running");
}
