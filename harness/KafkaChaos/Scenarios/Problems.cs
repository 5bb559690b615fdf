namespace KafkaChaos.Scenarios;

/// <summary>Collects what is wrong, so that all of it is shown at once.</summary>
internal sealed class Problems
{
    private readonly List<Problem> found = [];

    internal bool HasErrors => found.Any(problem => problem.Severity == Severity.Error);

    internal int Count => found.Count;

    /// <summary>Whether a key, or one below it, has an error.</summary>
    internal bool HasErrorsBelow(string key) =>
        found.Any(problem => problem.Severity == Severity.Error && (problem.Key == key || problem.Key.StartsWith(key + '.', StringComparison.Ordinal)));

    /// <summary>In the order of the files and the places in them.</summary>
    internal IReadOnlyList<Problem> InOrder()
    {
        var files = found.Select(problem => problem.File).Distinct().ToList();
        return [.. found.Distinct(new SameText()).OrderBy(problem => files.IndexOf(problem.File)).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column)];
    }

    internal void Error(Position at, string key, string message, string? given = null, IEnumerable<string>? allowed = null) =>
        found.Add(new Problem(at.File, at.Line, at.Column, key, message, given, allowed as IReadOnlyList<string> ?? [.. allowed ?? []]));

    internal void Warning(Position at, string key, string message) =>
        found.Add(new Problem(at.File, at.Line, at.Column, key, message, null, [], Severity.Warning));

    // A part that an alias repeats would report the same mistake at the same place each time it is read.
    private sealed class SameText : IEqualityComparer<Problem>
    {
        public bool Equals(Problem? x, Problem? y) => Identity(x!) == Identity(y!);

        public int GetHashCode(Problem problem) => Identity(problem).GetHashCode();

        private static (string, int, int, string, string, string?) Identity(Problem problem) =>
            (problem.File, problem.Line, problem.Column, problem.Key[(problem.Key.LastIndexOf('.') + 1)..], problem.Message, problem.Given);
    }
}
