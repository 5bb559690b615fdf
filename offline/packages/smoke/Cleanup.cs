using Docker.DotNet;
using Docker.DotNet.Models;

namespace KafkaChaos.Offline.Smoke;

internal sealed class Cleanup(IDockerClient client, string run)
{
    public async Task GoAsync(CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { ["kafkachaos.standin=" + run] = true } };
        foreach (var container in await client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, cancellationToken))
        {
            await client.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
        }

        foreach (var network in await client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = filters }, cancellationToken))
        {
            await client.Networks.DeleteNetworkAsync(network.ID, cancellationToken);
        }

        ControlGroups();
        Report.Say("removed what was left of " + run);
    }

    // The engine's cgroupfs driver leaves the parents of a container's control group behind, in every hierarchy.
    private void ControlGroups()
    {
        if (!Directory.Exists("/sys/fs/cgroup"))
        {
            return;
        }

        foreach (var root in Directory.GetDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup").Select(hierarchy => Path.Combine(hierarchy, run)).Where(Directory.Exists))
        {
            foreach (var group in Directory.GetDirectories(root, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length).Append(root))
            {
                Directory.Delete(group);
            }
        }
    }
}
