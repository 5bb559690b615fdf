namespace KafkaChaos.Clusters;

/// <summary>What of a run stands on this machine.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Lock">Its lock file; null where only control groups are left, which do not name it.</param>
/// <param name="Owner">Who started it; null where only control groups are left.</param>
/// <param name="Items">Kind and name of each thing.</param>
public sealed record RunTrace(string Run, string? Lock, string? Owner, IReadOnlyList<string> Items)
{
    /// <summary>Whether the run goes on: its program holds its lock, in this boot of the machine.</summary>
    public bool Alive => Lock is not null && (Owner?.StartsWith(RunIdentity.BootId(), StringComparison.Ordinal) ?? false) && RunLock.IsHeld(Lock);

    /// <summary>Whether a user asked to keep its containers.</summary>
    public bool Kept => Lock is not null && RunLock.IsKept(Lock);
}
