namespace KafkaChaos.Model;

/// <summary>One question to a cluster, as read from one file.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Question">What the run answers.</param>
/// <param name="Topology">What is launched.</param>
/// <param name="Load">What is written to the topics; null where there is no broker.</param>
/// <param name="Steps">What is broken, in order; at least one.</param>
/// <param name="Expect">What must hold.</param>
public sealed record Scenario(
    string Name,
    string Question,
    Topology Topology,
    Load? Load,
    IReadOnlyList<Step> Steps,
    Expectations Expect)
{
    /// <summary>All that its nodes ever run: what they are launched with, and what steps put in its place.</summary>
    public IEnumerable<Release> Releases =>
        Topology.Releases.Concat(Steps.Select(step => (step.Options as FaultOptions.Replacement)?.To).OfType<Release>()).Distinct();

    /// <summary>For every random choice; recorded with the run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long the steps may take together; null for no limit.</summary>
    public TimeSpan? Deadline { get; init; }
}
