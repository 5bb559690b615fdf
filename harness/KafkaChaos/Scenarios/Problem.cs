namespace KafkaChaos.Scenarios;

/// <summary>Whether a problem keeps its scenario from being run.</summary>
public enum Severity
{
    Error,
    Warning,
}

/// <summary>One mistake in a scenario file, said so that it can be mended without reading anything else.</summary>
/// <param name="File">As given to the reader.</param>
/// <param name="Line">From 1; 0 where the whole file is meant.</param>
/// <param name="Column">From 1; 0 where the whole file is meant.</param>
/// <param name="Key">The path of keys, such as <c>steps[1].kill.zone</c>; empty where no key is meant.</param>
/// <param name="Message">What is wrong, and what to do.</param>
/// <param name="Given">The value as written; null where none is.</param>
/// <param name="Allowed">The values that would be right; empty where they cannot be listed.</param>
/// <param name="Severity">A warning leaves the scenario readable.</param>
public sealed record Problem(
    string File,
    int Line,
    int Column,
    string Key,
    string Message,
    string? Given,
    IReadOnlyList<string> Allowed,
    Severity Severity = Severity.Error)
{
    private const int LongestGiven = 80;
    private const int MostAllowed = 40;

    /// <summary>The allowed value that was probably meant; null where none is near.</summary>
    public string? DidYouMean => Given is null ? null : NearMiss.Of(Given, Allowed);

    /// <summary>One line: <c>file:line:column: key: message; given x; allowed: a, b</c>.</summary>
    public override string ToString()
    {
        var text = Line == 0 ? $"{File}: " : string.Create(null, $"{File}:{Line}:{Column}: ");
        text += Severity == Severity.Warning ? "warning: " : "";
        text += Key.Length == 0 ? Message : $"{Key}: {Message}";
        text += Given is null ? "" : $"; given {(Given.Length > LongestGiven ? Given[..LongestGiven] + "..." : Given)}";
        text += DidYouMean is { } meant ? $"; did you mean {meant}?" : "";
        text += Allowed.Count == 0 ? "" : $"; allowed: {string.Join(", ", Allowed.Take(MostAllowed))}{(Allowed.Count > MostAllowed ? $" and {Allowed.Count - MostAllowed} more" : "")}";
        return string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }
}
