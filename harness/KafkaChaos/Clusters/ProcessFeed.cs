using System.Globalization;
using Docker.DotNet.Models;

namespace KafkaChaos.Clusters;

/// <summary>The engine's own events about the nodes' processes.</summary>
internal static class ProcessFeed
{
    public static async Task FollowAsync(DockerEngine engine, RunIdentity run, DateTimeOffset since, Action<ProcessEvent> tell, CancellationToken token)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["type"] = new Dictionary<string, bool> { ["container"] = true },
            ["event"] = new Dictionary<string, bool> { ["start"] = true, ["die"] = true },
            // By labels: a node that is replaced gets another container.
            ["label"] = new Dictionary<string, bool> { [$"{RunIdentity.RunLabel}={run.Id}"] = true, [RunIdentity.NodeLabel] = true },
        };
        try
        {
            await engine.Client.System.MonitorEventsAsync(
                new ContainerEventsParameters { Since = since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Filters = filters },
                new Immediately<Message>(message => tell(Read(message.Actor.Attributes[RunIdentity.NodeLabel], message))),
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
