using KafkaChaos.Runs;

namespace KafkaChaos.Tool;

/// <summary>The project's folder, which the launcher names.</summary>
internal static class Home
{
    /// <summary>Null where the tool was not started by the launcher.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("KAFKACHAOS_HOME") is { Length: > 0 } path ? path : null;

    public static string DefaultRuns => System.IO.Path.Combine(Path ?? ".", "runs");

    public static string DefaultScenario => System.IO.Path.Combine(Path ?? ".", "scenarios", "lose-one-zone-of-three.yaml");

    /// <summary>This program again, as the watcher of a run.</summary>
    public static IReadOnlyList<string> Watcher =>
    [
        Environment.ProcessPath ?? throw new InvalidOperationException("the path of this program is not known"),
        .. Environment.ProcessPath.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(Home).Assembly.Location] : Array.Empty<string>(),
        WatchVerb.Name,
    ];

    public static RunOptions Options(string runs, bool keep, bool agent) => new(System.IO.Path.GetFullPath(runs), Path, keep, agent, Watcher);
}
