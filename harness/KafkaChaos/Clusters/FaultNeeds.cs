using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What each fault needs of the kernel and of the engine. An undo needs what its fault needed, and nothing more.</summary>
internal static class FaultNeeds
{
    /// <summary>Every feature that a step needs of the kernel; empty where any kernel that runs containers can do it.</summary>
    public static IReadOnlyList<KernelFeature> Of(Step step) => step.Fault switch
    {
        Fault.Pause => [KernelFeature.Freezer],
        Fault.PowerOff => [KernelFeature.Freezer, KernelFeature.PacketFilter, .. Disk],
        Fault.Isolate => [KernelFeature.PacketFilter],
        Fault.Slow => step.Options is FaultOptions.Slowness slow ? Of(slow) : throw new ArgumentException("a slow step without its options", nameof(step)),
        Fault.FillDisk or Fault.Wipe => Disk,
        Fault.Kill or Fault.Stop or Fault.Start or Fault.Resume or Fault.PowerOn or Fault.Heal or Fault.Empty
            or Fault.Restart or Fault.Upgrade or Fault.Downgrade => [],
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Fault, "no such fault"),
    };

    /// <summary>Whether what limits an engine keeps a fault from being done.</summary>
    public static bool Of(MachineFact limit, Fault fault) => limit.Subject == EngineFacts.Groups
        ? fault is Fault.Pause or Fault.PowerOff
        // Done from outside the container, in the node's network or on its disk: only an engine of root permits that.
        : fault is Fault.PowerOff or Fault.Isolate or Fault.Slow or Fault.FillDisk or Fault.Wipe;

    private static IReadOnlyList<KernelFeature> Disk => [KernelFeature.LoopDevices, KernelFeature.Ext4];

    private static IReadOnlyList<KernelFeature> Of(FaultOptions.Slowness slow)
    {
        var needs = new List<KernelFeature>();
        if (slow.Delay is not null || slow.Jitter is not null)
        {
            needs.AddRange([KernelFeature.PacketFilter, KernelFeature.PacketQueue]);
        }

        if (slow.Loss is not null)
        {
            needs.AddRange([KernelFeature.PacketFilter, KernelFeature.PacketLoss]);
        }

        if (slow.BytesPerSecond is not null)
        {
            needs.Add(KernelFeature.PacketClasses);
        }

        return [.. needs.Distinct()];
    }
}
