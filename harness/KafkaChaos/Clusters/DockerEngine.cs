using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;

namespace KafkaChaos.Clusters;

/// <summary>The engine that a run uses, and what it says of itself.</summary>
public sealed class DockerEngine : IDisposable
{
    internal DockerEngine(DockerEndpoint endpoint, IDockerClient client, SystemInfoResponse info)
    {
        Endpoint = endpoint;
        Client = client;
        Info = info;
    }

    public DockerEndpoint Endpoint { get; }

    public SystemInfoResponse Info { get; }

    /// <summary>Whether zones nest as systemd slices rather than as paths.</summary>
    public bool SystemdDriver => Info.CgroupDriver == "systemd";

    internal IDockerClient Client { get; }

    /// <exception cref="EnvironmentException">No engine answers, it is too old, or its containers' addresses cannot be reached from here.</exception>
    public static async Task<DockerEngine> ConnectAsync(CancellationToken token)
    {
        var endpoint = await DockerEndpoint.FindAsync(token);
        // Runs clean up after themselves, with a watcher of their own: two reapers would fight.
        TestcontainersSettings.ResourceReaperEnabled = false;
        // Readiness is our own probes' business; this only bounds how late Testcontainers notices that a container runs.
        TestcontainersSettings.WaitStrategyInterval = TimeSpan.FromMilliseconds(20);
        var client = TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder(Guid.NewGuid()).Build();
        var info = await client.System.GetSystemInfoAsync(token);
        return new DockerEngine(endpoint, client, info).RequireLocal();
    }

    /// <summary>The state of a container; null where there is none of that id.</summary>
    internal async Task<ContainerInspectResponse?> InspectAsync(string id, CancellationToken token)
    {
        try
        {
            return await Client.Containers.InspectContainerAsync(id, token);
        }
        catch (DockerApiException gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public void Dispose() => Client.Dispose();

    // With an engine in a virtual machine or on another host, the clients would speak to the engine's port proxy,
    // which accepts connections for dead nodes: a verdict over that would be about the proxy.
    private DockerEngine RequireLocal()
    {
        var here = OperatingSystem.IsLinux() ? File.ReadAllText("/proc/sys/kernel/osrelease").Trim() : Environment.OSVersion.VersionString;
        return Info.OSType == "linux" && Info.KernelVersion == here && Info.OperatingSystem != "Docker Desktop"
            ? this
            : throw new EnvironmentException(
                "The Docker engine does not run on this machine's own Linux kernel.",
                Endpoint.Address.ToString(),
                $"{Info.OperatingSystem}, kernel {Info.KernelVersion}",
                $"an engine on this kernel ({here}), so that clients reach the containers' own addresses",
                "run KafkaChaos on the Linux machine that runs the engine");
    }
}
