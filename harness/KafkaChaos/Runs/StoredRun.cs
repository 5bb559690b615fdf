namespace KafkaChaos.Runs;

/// <summary>What is judged again: a history, whoever recorded it, and the scenario that it is judged by.</summary>
/// <param name="History">The file of JSON lines.</param>
/// <param name="Scenario">The file of the scenario; null where it is the one kept beside the history.</param>
public sealed record StoredRun(string History, string? Scenario)
{
    /// <param name="path">A folder that a run made, or a history.</param>
    /// <param name="scenario">A scenario's file; null for the <c>scenario.yaml</c> beside the history.</param>
    /// <param name="missing">What is not there and what to give, where the result is null.</param>
    public static StoredRun? Find(string path, string? scenario, out string missing)
    {
        var whole = Directory.Exists(path);
        var history = whole ? new RunFolder(path).History : path;
        missing = "";
        if (!File.Exists(history))
        {
            missing = whole ? $"{path}: this is no run folder; expected history.jsonl in it" : $"{path}: there is no such file or folder; give a run folder, or a history of JSON lines";
        }
        else if (scenario is null && !Beside(history).HasScenario)
        {
            missing = $"{history}: there is no scenario.yaml beside it; give the scenario that it is judged by: --scenario FILE";
        }
        else if (scenario is not null && !File.Exists(scenario))
        {
            missing = $"{scenario}: there is no such file; give a scenario with --scenario";
        }

        return missing.Length == 0 ? new StoredRun(history, scenario) : null;
    }

    /// <summary>The folder of a history, which may be a run's.</summary>
    internal static RunFolder Beside(string history) => new(Path.GetDirectoryName(Path.GetFullPath(history))!);
}
