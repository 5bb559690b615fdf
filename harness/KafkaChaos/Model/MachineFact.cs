namespace KafkaChaos.Model;

/// <summary>Whether a machine has what a run needs.</summary>
public enum FactState
{
    Good,

    /// <summary>Runs start; some of what they can do is not possible, or not as good, here.</summary>
    Limited,

    /// <summary>No run can start.</summary>
    Missing,
}

/// <summary>One thing that was looked at on this machine.</summary>
/// <param name="Subject">What, in a few words; unique among the facts of a report.</param>
/// <param name="State">How it stands.</param>
/// <param name="Seen">What was found, or why it cannot be seen.</param>
/// <param name="Needed">What a run needs of it.</param>
/// <param name="Remedy">What to do; null where it is <see cref="FactState.Good"/>.</param>
public sealed record MachineFact(string Subject, FactState State, string Seen, string Needed, string? Remedy);
