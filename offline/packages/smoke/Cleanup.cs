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

        Report.Say("removed what was left of " + run);
    }
}
