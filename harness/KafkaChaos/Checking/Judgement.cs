namespace KafkaChaos.Checking;

/// <summary>What a run comes to.</summary>
/// <param name="Verdict">The most severe of the findings'; inconclusive where there is none.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Question">What the run was to answer.</param>
/// <param name="Findings">In the order of the checkers.</param>
public sealed record Judgement(
    Verdict Verdict,
    string Run,
    string Scenario,
    string Question,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>How the planner came to what was expected, a sentence each; empty where the scenario states it all.</summary>
    public IReadOnlyList<string> Derivations { get; init; } = [];
}
