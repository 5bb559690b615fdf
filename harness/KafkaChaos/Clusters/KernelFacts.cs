using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What the kernel can do for faults, found without root where that is possible.</summary>
internal static class KernelFacts
{
    private const string LoopControl = "/dev/loop-control";

    public static IEnumerable<MachineFact> Look() => Of(KernelView.Read(), Freezer.Look(ControlGroups.Root), File.Exists(LoopControl), Known("/proc/filesystems", "ext4"));

    /// <param name="kernel">What it says of itself.</param>
    /// <param name="freezer">Where it was found; null where it was not.</param>
    /// <param name="loopControl">Whether the device that makes loop devices is there.</param>
    /// <param name="ext4">Whether the kernel lists it among its file systems now.</param>
    public static IEnumerable<MachineFact> Of(KernelView kernel, string? freezer, bool loopControl, bool ext4)
    {
        yield return freezer is null
            ? new("control-group freezer", FactState.Limited, $"not found under {ControlGroups.Root}", "faults pause and power-off, kills at one instant", "mount the control groups (version 2, or version 1 with freezer); kills go through the engine without it")
            : new("control-group freezer", FactState.Good, freezer, "faults pause and power-off, kills at one instant", null);
        foreach (var feature in KernelFeature.All)
        {
            var here = feature.Subject switch
            {
                "loop devices" => loopControl ? LoopControl : null,
                "file system ext4" => ext4 ? "in /proc/filesystems" : null,
                _ => null,
            };
            yield return here is null ? feature.Fact(kernel) : new(feature.Subject, FactState.Good, here, feature.Needed, null);
        }

        yield return Netem(kernel);
    }

    // Delays go through the packet queue, so that its absence limits nothing.
    private static MachineFact Netem(KernelView kernel) => new(
        "netem",
        FactState.Good,
        kernel.Of("NET_SCH_NETEM", "sch_netem") switch
        {
            KernelSupport.Present => "in the kernel",
            KernelSupport.Loadable => "a module (sch_netem)",
            KernelSupport.Absent => "not in this kernel",
            _ => "cannot be seen",
        },
        "nothing: delays use the packet queue",
        null);

    private static bool Known(string table, string word) =>
        File.Exists(table) && File.ReadLines(table).Any(line => line.Split('\t').Contains(word));
}
