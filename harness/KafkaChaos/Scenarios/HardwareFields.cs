using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>What a software's nodes or one node have, with the places of what is checked later.</summary>
internal sealed record PlacedHardware(Placed<long>? Memory, Placed<long>? Heap, DataDisk? Disk)
{
    /// <summary>Null where nothing is said.</summary>
    internal Hardware? Value => Memory is null && Heap is null && Disk is null ? null : new Hardware(Memory?.Value, Heap?.Value, Disk?.Bytes, Disk?.Kind);
}

/// <summary>The keys of what nodes have: the same for a software and for one node.</summary>
internal static class HardwareFields
{
    // A Java process of the harness's own heap fits into the least.
    private const int LeastMemory = 384;
    private const int LeastHeap = 64;
    private const int Most = 16 * 1024 * 1024;

    private static readonly Field<long> Memory = new("memory", Units.Capacity(LeastMemory, Most), "The memory of a node; a run limits its container to it.");
    private static readonly Field<long> Heap = new("heap", Units.Capacity(LeastHeap, Most), "The heap of its Java virtual machine; below the memory.");
    private static readonly Field<DataDisk> Disk = new("disk", new DiskReader(), "Its data disk.");

    internal static IReadOnlyList<Field> All { get; } = [Memory, Heap, Disk];

    internal static PlacedHardware Read(Section section) => new(section.Get(Memory), section.Get(Heap), section.Get(Disk)?.Value);

    /// <summary>Checks that the heap leaves memory for the rest of the process.</summary>
    /// <param name="own">What is checked.</param>
    /// <param name="common">What holds where <paramref name="own"/> says nothing; null for nothing.</param>
    /// <param name="key">The path of the section that holds <paramref name="own"/>.</param>
    /// <param name="problems">Gets what is wrong.</param>
    internal static void CheckHeap(PlacedHardware own, Hardware? common, string key, Problems problems)
    {
        if ((own.Heap?.Value ?? common?.HeapBytes) is not { } heap || (own.Memory?.Value ?? common?.MemoryBytes) is not { } memory || heap < memory)
        {
            return;
        }

        if (own.Heap is { } placed)
        {
            problems.Error(placed.At, $"{key}.{Heap.Name}", $"not below the memory of {Mebibytes(memory)}; a process needs more than its heap", Written(placed));
        }
        else if (own.Memory is { } small)
        {
            problems.Error(small.At, $"{key}.{Memory.Name}", $"not above the heap of {Mebibytes(heap)}; a process needs more than its heap", Written(small));
        }
    }

    private static string Written(Placed<long> placed) => ((YamlScalar)placed.Node).Value;

    private static string Mebibytes(long bytes) => string.Create(null, $"{bytes / 1048576.0:0.#}MiB");
}
