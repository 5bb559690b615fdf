namespace KafkaChaos.Clusters;

/// <summary>The running kernel: what it says of itself, and what of it is in use.</summary>
/// <param name="View">What it says of itself.</param>
/// <param name="Freezer">Where the control-group freezer was found; null where it was not.</param>
/// <param name="LoopControl">Whether the device that makes loop devices is there.</param>
/// <param name="Ext4">Whether the kernel lists it among its file systems now.</param>
internal sealed record Kernel(KernelView View, string? Freezer, bool LoopControl, bool Ext4)
{
    private const string LoopDevice = "/dev/loop-control";

    /// <summary>Looks at the kernel that this process runs on; needs no root.</summary>
    public static Kernel Read() => new(KernelView.Read(), Clusters.Freezer.Look(ControlGroups.Root), File.Exists(LoopDevice), Lists("/proc/filesystems", "ext4"));

    /// <summary>Where a feature was found in use; null where it was not, which says nothing about the feature unless it is the freezer.</summary>
    public string? Seen(KernelFeature feature) =>
        feature == KernelFeature.Freezer ? Freezer
        : feature == KernelFeature.LoopDevices && LoopControl ? LoopDevice
        : feature == KernelFeature.Ext4 && Ext4 ? "in /proc/filesystems"
        : null;

    /// <summary>Whether it can do something.</summary>
    public KernelSupport Of(KernelFeature feature) =>
        Seen(feature) is not null ? KernelSupport.Present
        : feature == KernelFeature.Freezer ? KernelSupport.Absent
        : feature.In(View);

    private static bool Lists(string table, string word) =>
        File.Exists(table) && File.ReadLines(table).Any(line => line.Split('\t').Contains(word));
}
