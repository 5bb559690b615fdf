using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using KafkaChaos.Model;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaChaos.Clusters;

/// <summary>The two containers of a node: a sandbox that holds its name and address, and the process inside it.</summary>
internal static class NodeContainers
{
    private const string NoIPv6 = "net.ipv6.conf.all.disable_ipv6";

    // A kernel without it has no such switch, and refuses it.
    private static bool KernelHasIPv6 { get; } = Directory.Exists("/proc/sys/net/ipv6");

    /// <summary>Starts one process that sleeps, with the network namespace that the node's process joins.</summary>
    /// <param name="controlGroup">Of all sandboxes of the run: they are never frozen, and the agent knows by it whose they are.</param>
    public static IContainer Sandbox(
        Node node, NodeImage image, RunNetwork network, IReadOnlyDictionary<string, string> hosts, string controlGroup, IReadOnlyDictionary<string, string> labels, RunIdentity run)
    {
        var builder = Common(image, $"{run.Name}-{node.Name}-sandbox", labels)
            .WithHostname(node.Name)
            .WithEntrypoint("sleep", "infinity")
            .WithNetwork(network.Network)
            .WithCreateParameterModifier(parameters => Fix(parameters, hosts[node.Name], controlGroup, KernelHasIPv6));
        return hosts.Aggregate(builder, (sum, host) => sum.WithExtraHost(host.Key, host.Value)).Build();
    }

    /// <summary>Starts the node's process in its sandbox, in the control group of its zone.</summary>
    public static IContainer Process(NodePlace place, NodeImage image, string name) => Common(image, name, place.Labels)
        .WithLabel(RunIdentity.NodeLabel, place.Node.Name)
        .WithEntrypoint([.. place.Configuration(image).Entrypoint])
        .WithCreateParameterModifier(parameters => Place(parameters, place.Sandbox, place.ControlGroup, place.Topology.HardwareOf(place.Node).MemoryBytes, place.Disk))
        .Build();

    /// <param name="memoryBytes">The most that it may use, without any swap; null for no limit.</param>
    internal static void Place(CreateContainerParameters parameters, string sandbox, string controlGroup, long? memoryBytes, string? disk)
    {
        parameters.User = "0:0";
        parameters.HostConfig ??= new HostConfig();
        parameters.HostConfig.NetworkMode = $"container:{sandbox}";
        parameters.HostConfig.CgroupParent = controlGroup;
        parameters.HostConfig.RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.No };
        if (disk is not null)
        {
            parameters.HostConfig.Binds = [$"{disk}:{NodeConfiguration.Disk}:nocopy"];
        }

        if (memoryBytes is { } limit)
        {
            parameters.HostConfig.Memory = limit;
            parameters.HostConfig.MemorySwap = limit;
        }
    }

    private static ContainerBuilder Common(NodeImage image, string name, IReadOnlyDictionary<string, string> labels) =>
        new ContainerBuilder(image.Reference)
            .WithImagePullPolicy(DotNet.Testcontainers.Images.PullPolicy.Never)
            .WithName(name)
            .WithLogger(NullLogger.Instance)
            .WithLabel(labels)
            .WithCommand()
            // Testcontainers puts the mirror's name before every name without a host, and so before that of an image built here.
            .WithCreateParameterModifier(parameters => parameters.Image = image.Reference)
            .WithCleanUp(false)
            .WithAutoRemove(false);

    /// <param name="ipv6">Whether the kernel has IPv6: it is switched off then, for the rules of faults are IPv4's.</param>
    internal static void Fix(CreateContainerParameters parameters, string address, string controlGroup, bool ipv6)
    {
        parameters.HostConfig ??= new HostConfig();
        parameters.HostConfig.CgroupParent = controlGroup;
        if (ipv6)
        {
            parameters.HostConfig.Sysctls = new Dictionary<string, string> { [NoIPv6] = "1" };
        }

        foreach (var endpoint in parameters.NetworkingConfig?.EndpointsConfig?.Values ?? [])
        {
            endpoint.IPAMConfig = new EndpointIPAMConfig { IPv4Address = address };
        }
    }
}
