using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Where a topology contradicts the field's advice for ZooKeeper: a heap of 1 to 2 GB, 4 to 8 GB of memory, a fast SSD of 240 or 470 GB. Only what the scenario states is looked at.</summary>
internal static class HardwareAdvice
{
    private const double Gb = 1e9;
    private const double Gib = 1024 * 1024 * 1024;

    public static IEnumerable<string> Of(Topology topology)
    {
        var members = topology.Ensemble
            .Select(node => (node.Name, Has: Over(node.Hardware, topology.ZooKeeper?.Hardware)))
            .Where(member => member.Has is not null)
            .GroupBy(member => member.Has!, member => member.Name);
        foreach (var alike in members)
        {
            var who = string.Join(", ", alike);
            var (memory, heap, disk, kind) = alike.Key;
            if (heap is { } bytes && !Within(bytes, 1, 2))
            {
                yield return $"{who}: a heap of {Show(bytes)}, where the field's advice for ZooKeeper is 1 to 2 GB: {(bytes < Gb ? "less is used up by snapshots and watches" : "more makes garbage collection pause longer, which looks like a dead member")}.";
            }

            if (memory is { } all && !Within(all, 4, 8))
            {
                yield return $"{who}: {Show(all)} of memory, where the field's advice for ZooKeeper is 4 to 8 GB, half of it left to the page cache.";
            }

            if (heap > memory)
            {
                yield return $"{who}: the heap of {Show(heap.Value)} is larger than the memory of {Show(memory.Value)}: the process is killed when it uses it.";
            }

            if (kind == DiskKind.Hdd)
            {
                yield return $"{who}: the disk is no SSD: every write of the quorum waits for an fsync on a majority of the voters' disks.";
            }

            if (disk is { } size && !Near(size, 240) && !Near(size, 470))
            {
                yield return $"{who}: a disk of {Show(size)}, where the field's advice for ZooKeeper is a fast SSD of 240 or 470 GB.";
            }
        }
    }

    private static Hardware? Over(Hardware? own, Hardware? common) => (own, common) switch
    {
        (null, _) => common,
        (_, null) => own,
        _ => new(own.MemoryBytes ?? common.MemoryBytes, own.HeapBytes ?? common.HeapBytes, own.DiskBytes ?? common.DiskBytes, own.Disk ?? common.Disk),
    };

    // Whether a giga is 10^9 or 2^30 is nothing to advise on.
    private static bool Within(long bytes, double least, double most) => bytes >= least * Gb && bytes <= most * Gib;

    private static bool Near(long bytes, double gigabytes) => bytes >= 0.95 * gigabytes * Gb && bytes <= 1.05 * gigabytes * Gib;

    private static string Show(long bytes) => (bytes / Gb).ToString("0.##", CultureInfo.InvariantCulture) + " GB";
}
