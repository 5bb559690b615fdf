using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What the kernel can do for faults, found without root where that is possible.</summary>
internal static class KernelFacts
{
    public static IEnumerable<MachineFact> Of(Kernel kernel)
    {
        foreach (var feature in KernelFeature.All)
        {
            yield return kernel.Seen(feature) is { } seen ? new(feature.Subject, FactState.Good, seen, feature.Needed, null)
                : feature == KernelFeature.Freezer ? NoFreezer()
                : feature.Fact(kernel.View);
        }

        yield return Netem(kernel.View);
    }

    private static MachineFact NoFreezer() => new(
        KernelFeature.Freezer.Subject,
        FactState.Limited,
        $"not found under {ControlGroups.Root}",
        KernelFeature.Freezer.Needed,
        "mount the control groups (version 2, or version 1 with freezer); kills go through the engine without it");

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
}
