using Docker.DotNet;
using Docker.DotNet.Models;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>The nodes' disks as the engine knows them: a labelled local volume each, which it mounts when the node's container starts and unmounts when it ends.</summary>
public static class DiskVolumes
{
    /// <summary>Of a disk whose size the topology does not give. The file behind it takes what is written and no more.</summary>
    public const long DefaultBytes = 1L << 30;

    /// <summary>The size of a node's disk.</summary>
    public static long BytesOf(Model.Topology topology, Node node) => topology.HardwareOf(node).DiskBytes ?? DefaultBytes;

    /// <summary>Folders of the engine's own, which outlive a node's container and have no size.</summary>
    /// <inheritdoc cref="CreateAsync(DockerEngine, RunIdentity, RunLock, IReadOnlyDictionary{string, string})"/>
    public static Task<IReadOnlyDictionary<string, string>> CreateAsync(DockerEngine engine, RunIdentity run, RunLock held, IEnumerable<string> nodes) =>
        CreateAsync(engine, run, held, nodes.Select(node => (node, (string?)null)));

    /// <param name="devices">By node, a device with a file system on it.</param>
    /// <returns>By node, its volume.</returns>
    /// <exception cref="EnvironmentException">The engine refused one.</exception>
    public static Task<IReadOnlyDictionary<string, string>> CreateAsync(DockerEngine engine, RunIdentity run, RunLock held, IReadOnlyDictionary<string, string> devices) =>
        CreateAsync(engine, run, held, devices.Select(one => (one.Key, (string?)one.Value)));

    private static async Task<IReadOnlyDictionary<string, string>> CreateAsync(DockerEngine engine, RunIdentity run, RunLock held, IEnumerable<(string Node, string? Device)> disks)
    {
        var volumes = new Dictionary<string, string>();
        foreach (var (node, device) in disks)
        {
            var name = $"{run.Name}-{node}-disk";
            try
            {
                await engine.Client.Volumes.CreateAsync(
                    new VolumesCreateParameters
                    {
                        Name = name,
                        Driver = "local",
                        DriverOpts = device is null ? [] : new Dictionary<string, string> { ["type"] = "ext4", ["device"] = device },
                        Labels = run.Labels(held),
                    },
                    CancellationToken.None);
            }
            catch (DockerApiException refused)
            {
                throw new EnvironmentException($"The engine could not make a volume of the disk of {node}.", device is null ? name : $"{name}, {device}", EngineFailure.Said(refused), "a local volume", "./kafkachaos doctor shows what this machine can do", refused);
            }

            volumes[node] = name;
        }

        return volumes;
    }
}
