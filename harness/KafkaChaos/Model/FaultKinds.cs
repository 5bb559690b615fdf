namespace KafkaChaos.Model;

/// <summary>What faults have in common.</summary>
public static class FaultKinds
{
    /// <summary>Whether every process of the target is at a stand from then on, until its undo.</summary>
    public static bool TakesDown(this Fault fault) => fault is Fault.Kill or Fault.Stop or Fault.Pause or Fault.PowerOff;

    /// <summary>Whether its nodes stop and come back within the step itself, so that no other step undoes it.</summary>
    public static bool Returns(this Fault fault) => fault is Fault.Restart or Fault.Wipe || fault.Replaces();

    /// <summary>Whether it puts another version in the place of what a node runs.</summary>
    public static bool Replaces(this Fault fault) => fault is Fault.Upgrade or Fault.Downgrade;

    /// <summary>Whether it undoes another fault.</summary>
    public static bool IsUndo(this Fault fault) => fault is Fault.Start or Fault.Resume or Fault.PowerOn or Fault.Heal or Fault.Empty;

    /// <summary>Whether peers are told nothing: no connection is closed, so only time-outs notice.</summary>
    public static bool IsSilent(this Fault fault) => fault is Fault.Pause or Fault.PowerOff or Fault.Isolate;

    /// <summary>Whether the target's processes end, at once or, of a full disk, at their next write.</summary>
    public static bool EndsProcesses(this Fault fault) => fault is Fault.Kill or Fault.Stop or Fault.PowerOff or Fault.FillDisk;

    /// <summary>Whether data of its nodes is gone: all, or what was not written to the disk.</summary>
    public static bool TakesData(this Fault fault) => fault is Fault.PowerOff or Fault.Wipe;
}
