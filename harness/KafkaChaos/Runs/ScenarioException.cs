using KafkaChaos.Scenarios;

namespace KafkaChaos.Runs;

/// <summary>A scenario that cannot be run, with every problem of it.</summary>
public sealed class ScenarioException(IReadOnlyList<Problem> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
