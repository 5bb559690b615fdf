namespace KafkaChaos.Model;

/// <summary>What a disk is made of.</summary>
public enum DiskKind
{
    Ssd,
    Hdd,
}

/// <summary>What a node has. Null where the scenario does not say.</summary>
/// <param name="MemoryBytes">The memory of the node; a run limits its container to it.</param>
/// <param name="HeapBytes">The heap of its Java virtual machine.</param>
/// <param name="DiskBytes">The size of its data disk; for the planner's advice.</param>
/// <param name="Disk">What the disk is made of; for the planner's advice.</param>
public sealed record Hardware(long? MemoryBytes, long? HeapBytes, long? DiskBytes, DiskKind? Disk);
