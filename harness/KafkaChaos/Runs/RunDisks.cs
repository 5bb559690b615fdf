using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;

namespace KafkaChaos.Runs;

/// <summary>Makes what of the nodes' data must outlive their containers, or fail apart from them.</summary>
internal static class RunDisks
{
    /// <returns>By node, the volume with its disk: of its own file system where a step breaks disks, else of the engine where a step replaces containers. Empty where neither does.</returns>
    /// <param name="starting">The run's agent, which makes file systems.</param>
    /// <exception cref="EnvironmentException">They cannot be made.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> MakeAsync(Scenario scenario, RunSetup setup, Task<Agent?> starting, CancellationToken token)
    {
        if (AgentRightsOf.Faults(scenario.Steps.Select(step => step.Fault)).HasFlag(AgentRights.Disks) && await starting is { } agent)
        {
            var orders = scenario.Topology.Nodes.Select(node => new DiskOrder(node.Name, DiskVolumes.BytesOf(scenario.Topology, node))).ToList();
            var made = await agent.DoAsync(Nemesis.Preparation, new AgentRequest.MakeDisks(orders), setup.Recorder, token);
            return await DiskVolumes.CreateAsync(setup.Engine, setup.Run, setup.Held, made.Devices);
        }

        return scenario.Steps.Any(step => step.Fault.Replaces())
            ? await DiskVolumes.CreateAsync(setup.Engine, setup.Run, setup.Held, scenario.Topology.Nodes.Select(node => node.Name))
            : new Dictionary<string, string>();
    }
}
