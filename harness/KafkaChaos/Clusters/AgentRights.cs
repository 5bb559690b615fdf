using KafkaChaos.Model;

namespace KafkaChaos.Clusters;

/// <summary>What a run's agent may do: no more than its scenario's faults need.</summary>
[Flags]
public enum AgentRights
{
    None = 0,

    /// <summary>Freeze, thaw and kill: the capabilities KILL and DAC_OVERRIDE.</summary>
    Processes = 1,

    /// <summary>Packet rules in the nodes' network namespaces: SYS_ADMIN, SYS_PTRACE, NET_ADMIN and NET_RAW besides.</summary>
    Networks = 2,

    /// <summary>Make, shut, fill and wipe disks: SYS_ADMIN, SYS_PTRACE and MKNOD, loop devices, and a volume for the files behind them.</summary>
    Disks = 4,
}

/// <summary>Which rights the faults of a scenario need.</summary>
public static class AgentRightsOf
{
    /// <returns><see cref="AgentRights.None"/> where the agent is not needed at all.</returns>
    public static AgentRights Faults(IEnumerable<Fault> faults) => faults.Select(Of).Aggregate(AgentRights.None, (sum, one) => sum | one);

    private static AgentRights Of(Fault fault) => fault switch
    {
        Fault.Kill or Fault.Pause or Fault.Resume => AgentRights.Processes,
        Fault.Isolate or Fault.Slow or Fault.Heal => AgentRights.Processes | AgentRights.Networks,
        Fault.PowerOff or Fault.PowerOn => AgentRights.Processes | AgentRights.Networks | AgentRights.Disks,
        Fault.FillDisk or Fault.Empty or Fault.Wipe => AgentRights.Processes | AgentRights.Disks,
        _ => AgentRights.None,
    };
}
