using Docker.DotNet;
using Docker.DotNet.Models;

namespace KafkaChaos.Offline.Smoke;

/// <summary>The exceptions that KafkaChaos and Testcontainers tell apart.</summary>
internal sealed class ErrorTour(IDockerClient client, string image, string run)
{
    public async Task GoAsync(CancellationToken cancellationToken)
    {
        var absent = run + "-absent";
        await ExpectAsync("inspect an absent container", nameof(DockerContainerNotFoundException) + " 404", () => client.Containers.InspectContainerAsync(absent, cancellationToken));
        await ExpectAsync("kill an absent container", nameof(DockerContainerNotFoundException) + " 404", () => client.Containers.KillContainerAsync(absent, new ContainerKillParameters(), cancellationToken));
        await ExpectAsync("exec in an absent container", nameof(DockerContainerNotFoundException) + " 404", () => client.Exec.CreateContainerExecAsync(absent, new ContainerExecCreateParameters { Cmd = ["true"] }, cancellationToken));
        await ExpectAsync("inspect an absent image", nameof(DockerImageNotFoundException) + " 404", () => client.Images.InspectImageAsync(absent, cancellationToken));
        await ExpectAsync("inspect an absent network", nameof(DockerNetworkNotFoundException) + " 404", () => client.Networks.InspectNetworkAsync(absent, cancellationToken));
        await ExpectAsync("inspect an absent volume", nameof(DockerApiException) + " 404", () => client.Volumes.InspectAsync(absent, cancellationToken));
        await ExpectAsync("create with an absent image", nameof(DockerImageNotFoundException) + " 404", () => client.Containers.CreateContainerAsync(new CreateContainerParameters { Image = absent }, cancellationToken));
        await ExpectAsync("create with a bad name", nameof(DockerApiException) + " 400", () => client.Containers.CreateContainerAsync(new CreateContainerParameters { Image = image, Name = "not/good" }, cancellationToken));
        using var early = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await ExpectAsync("cancel a wait for events", "cancelled", () => client.System.MonitorEventsAsync(new ContainerEventsParameters(), new Progress<Message>(), early.Token));
    }

    private static async Task ExpectAsync(string what, string expected, Func<Task> act)
    {
        var seen = await Outcome.OfAsync(act);
        Report.Check(what, seen == expected, seen);
    }
}
