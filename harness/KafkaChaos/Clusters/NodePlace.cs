using DotNet.Testcontainers.Containers;
using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>Where a node's process runs, from whatever image: its sandbox, its zone, its disk. It stays when the process is replaced.</summary>
/// <param name="Node">Whose.</param>
/// <param name="Topology">The other nodes' names, and settings.</param>
/// <param name="Address">The node's, fixed for the run.</param>
/// <param name="Sandbox">The engine's id of the container that holds its network namespace.</param>
/// <param name="ControlGroup">Of its zone, as the engine is told it.</param>
/// <param name="Disk">The volume with its disk; null where it keeps its data in its container.</param>
/// <param name="Labels">Of its containers.</param>
/// <param name="Run">The run's names.</param>
internal sealed record NodePlace(
    Node Node, Topology Topology, string Address, string Sandbox, string ControlGroup, string? Disk, IReadOnlyDictionary<string, string> Labels, RunIdentity Run)
{
    /// <summary>What is written into its container before its process starts.</summary>
    public NodeConfiguration Configuration(NodeImage image) => NodeConfiguration.Of(Node, Topology, image, Address);

    /// <summary>A container for its process, not started yet.</summary>
    /// <param name="image">What it runs.</param>
    /// <param name="number">From 1, how many the node has had with it: the engine wants a name for each.</param>
    public IContainer Container(NodeImage image, int number) =>
        NodeContainers.Process(this, image, number == 1 ? $"{Run.Name}-{Node.Name}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Run.Name}-{Node.Name}-{number}"));
}
