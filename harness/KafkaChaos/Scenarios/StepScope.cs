namespace KafkaChaos.Scenarios;

/// <summary>The names of steps that the step being read may refer to: its own round of a repetition, then what is around it.</summary>
/// <param name="outer">The scope around; null at the top.</param>
/// <param name="round">Which round of the repetition, from 1; 0 at the top.</param>
internal sealed class StepScope(StepScope? outer, int round)
{
    private readonly Dictionary<string, string> own = [];

    internal StepScope? Outer => outer;

    internal int Round => round;

    /// <summary>The names that are seen from here, nearest first.</summary>
    internal IEnumerable<string> Names => own.Keys.Concat(outer?.Names ?? []).Distinct();

    /// <summary>Gives a step its name here; false where another has it.</summary>
    /// <param name="name">As written.</param>
    /// <param name="full">Unique in the scenario.</param>
    internal bool Add(string name, string full) => own.TryAdd(name, full);

    /// <summary>The unique name of the nearest earlier step of that name; null where there is none.</summary>
    internal string? Find(string name) => own.GetValueOrDefault(name) ?? outer?.Find(name);
}
