using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What one run of a topology takes of this machine, in bytes.</summary>
/// <param name="Memory">Of all its processes together.</param>
/// <param name="EngineDisk">Where the engine keeps containers, without images.</param>
/// <param name="RunsDisk">For the run folder.</param>
/// <param name="TempDisk">In the folder for temporary files.</param>
public sealed record ResourceNeed(long Memory, long EngineDisk, long RunsDisk, long TempDisk)
{
    // Heaps as NodeConfiguration gives them. Beside its heap a member had 50 MiB (classes, code, threads, page-aligned
    // archive; seen with ZooKeeper 3.9.4), a broker with 6 partitions 75 MiB (Kafka 3.9.2, after 300,000 records);
    // a quarter to a third is added for more partitions and connections.
    private static readonly (long Heap, long Beside) Member = (128 * ByteSize.Mebibyte, 64 * ByteSize.Mebibyte);
    private static readonly (long Heap, long Beside) Broker = (256 * ByteSize.Mebibyte, 100 * ByteSize.Mebibyte);

    // A sleeping process, and the engine's shim beside it.
    private const long Sandbox = 12 * ByteSize.Mebibyte;

    // This program keeps the history of its run in memory, about 200 bytes an operation.
    private const long Harness = 256 * ByteSize.Mebibyte;

    // A member reserves its transaction log in steps of 64 MiB, and starts another after a snapshot.
    private const long MemberDisk = 128 * ByteSize.Mebibyte;

    // 300,000 records of 100 bytes took 32 MiB, and docker counted 159 MiB with the indexes that are reserved; with its log.
    private const long BrokerDisk = 256 * ByteSize.Mebibyte;

    // History and the logs of all nodes: 20 minutes at 1,000 operations a second come to 240 MB.
    private const long RunFolder = 256 * ByteSize.Mebibyte;

    // Locks, and the archives that are copied into containers.
    private const long Temporary = 64 * ByteSize.Mebibyte;

    public static ResourceNeed Of(Topology topology)
    {
        var members = topology.Ensemble.Count();
        return new(
            topology.Nodes.Sum(node => MemoryOf(node, topology) + Sandbox) + Harness,
            (members * MemberDisk) + ((topology.Nodes.Count - members) * BrokerDisk),
            RunFolder,
            Temporary);
    }

    // A node that is given memory may use all of it.
    private static long MemoryOf(Node node, Topology topology)
    {
        var (hardware, usual) = (topology.HardwareOf(node), node.Kind == NodeKind.ZooKeeper ? Member : Broker);
        return hardware.MemoryBytes ?? (hardware.HeapBytes ?? usual.Heap) + usual.Beside;
    }
}
