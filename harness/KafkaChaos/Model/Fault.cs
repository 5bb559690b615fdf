namespace KafkaChaos.Model;

/// <summary>What a step does to its target.</summary>
public enum Fault
{
    /// <summary>The processes crash; the kernel closes their connections, so peers notice at once.</summary>
    Kill,

    /// <summary>A supervised start: the undo of <see cref="Kill"/> and <see cref="Stop"/>.</summary>
    Start,

    /// <summary>SIGTERM: a controlled shutdown.</summary>
    Stop,

    /// <summary>The processes freeze; connections stay open.</summary>
    Pause,

    /// <summary>The undo of <see cref="Pause"/>.</summary>
    Resume,

    /// <summary>The machine vanishes: silence on the network, and what was not fsynced is gone.</summary>
    PowerOff,

    /// <summary>The undo of <see cref="PowerOff"/>.</summary>
    PowerOn,

    /// <summary>Packets between the target and others are dropped.</summary>
    Isolate,

    /// <summary>The undo of <see cref="Isolate"/> and <see cref="Slow"/>.</summary>
    Heal,

    /// <summary>Packets between the target and others are delayed, lost or limited.</summary>
    Slow,

    /// <summary>The data disk is full.</summary>
    FillDisk,

    /// <summary>The undo of <see cref="FillDisk"/>.</summary>
    Empty,

    /// <summary>The data is lost; the node comes back empty.</summary>
    Wipe,

    /// <summary>Stopped and started again, on the same disk.</summary>
    Restart,

    /// <summary>Replaced by a newer version, on the same disk.</summary>
    Upgrade,

    /// <summary>Replaced by an older version, on the same disk.</summary>
    Downgrade,
}
