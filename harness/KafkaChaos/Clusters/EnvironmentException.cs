namespace KafkaChaos.Clusters;

/// <summary>This machine, its engine or its images cannot do what a run needs. Ends a run with exit code 3.</summary>
/// <param name="what">What failed.</param>
/// <param name="where">On which thing: a socket, an image, a node.</param>
/// <param name="seen">What was observed.</param>
/// <param name="expected">What a run needs.</param>
/// <param name="remedy">What to do.</param>
public class EnvironmentException(string what, string where, string seen, string expected, string remedy, Exception? cause = null)
    : Exception($"{what}\n  where:    {where}\n  seen:     {seen}\n  expected: {expected}\n  do:       {remedy}", cause)
{
    public string What { get; } = what;

    public string Where { get; } = where;

    public string Seen { get; } = seen;

    public string Expected { get; } = expected;

    public string Remedy { get; } = remedy;
}
