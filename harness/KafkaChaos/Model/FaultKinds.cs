namespace KafkaChaos.Model;

/// <summary>What faults have in common.</summary>
public static class FaultKinds
{
    /// <summary>Whether the target serves nobody from then on, until its undo.</summary>
    public static bool TakesDown(this Fault fault) => fault is Fault.Kill or Fault.Stop or Fault.Pause or Fault.PowerOff;

    /// <summary>Whether it undoes a fault that <see cref="TakesDown"/>.</summary>
    public static bool BringsBack(this Fault fault) => fault is Fault.Start or Fault.Resume or Fault.PowerOn;

    /// <summary>Whether peers are told nothing: no connection is closed, so only time-outs notice.</summary>
    public static bool IsSilent(this Fault fault) => fault is Fault.Pause or Fault.PowerOff;

    /// <summary>Whether the target's processes end.</summary>
    public static bool EndsProcesses(this Fault fault) => fault is Fault.Kill or Fault.Stop or Fault.PowerOff;
}
