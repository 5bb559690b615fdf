namespace KafkaChaos.Clusters;

/// <summary>What of a run stands on this machine.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Lock">Its lock file.</param>
/// <param name="Owner">Who started it (see <see cref="RunIdentity"/>); null where only control groups, loop devices or mounts are left, which do not name it.</param>
/// <param name="Items">Kind and name of each thing.</param>
public sealed record RunTrace(string Run, string Lock, string? Owner, IReadOnlyList<string> Items)
{
    /// <summary>Whether the run goes on: its program holds its lock, in this boot of the machine.</summary>
    public bool Alive => IsOfThisBoot && RunLock.IsHeld(Lock);

    /// <summary>Whether its program ran where it has lock files of its own, such as in a container: from here nobody can tell whether it lives.</summary>
    public bool Elsewhere => Owner is not null && IsOfThisBoot && !Owner.StartsWith(RunIdentity.Place(), StringComparison.Ordinal);

    /// <summary>Whether a user asked to keep its containers.</summary>
    public bool Kept => RunLock.IsKept(Lock);

    private bool IsOfThisBoot => Owner?.StartsWith(RunIdentity.BootId(), StringComparison.Ordinal) ?? true;
}
