using System.Globalization;
using System.Text.Json;
using KafkaChaos.Histories;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Runs;

/// <summary>Where one run keeps all that it was given, did and found: enough to judge it again without Docker.</summary>
public sealed record RunFolder(string Path)
{
    private const string ScenarioFile = "scenario.yaml";
    private const string TopologyFile = "topology.yaml";

    private static JsonSerializerOptions Indented { get; } = new(HistoryFormat.Options) { WriteIndented = true };

    public string History => System.IO.Path.Combine(Path, "history.jsonl");

    public string Verdict => System.IO.Path.Combine(Path, "verdict.json");

    public string Environment => System.IO.Path.Combine(Path, "environment.json");

    /// <summary>One file for each node.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>What was written into each node before it started.</summary>
    public string Configuration => System.IO.Path.Combine(Path, "configuration");

    /// <summary>What the watcher did, where it had to do anything.</summary>
    public string WatcherLog => System.IO.Path.Combine(Path, "watcher.log");

    /// <summary>Whether a scenario is kept in it.</summary>
    public bool HasScenario => File.Exists(System.IO.Path.Combine(Path, ScenarioFile));

    /// <summary>Makes a new folder <c>TIME-SCENARIO</c> and keeps the scenario in it.</summary>
    /// <exception cref="IOException">It cannot be made or written.</exception>
    public static RunFolder Create(string runs, ReadResult read, TimeProvider time)
    {
        var name = read.Scenario!.Name;
        var stem = System.IO.Path.Combine(runs, $"{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{name}");
        var path = Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? stem : $"{stem}-{number}").First(Claim);
        var folder = new RunFolder(path);
        File.WriteAllText(System.IO.Path.Combine(path, ScenarioFile), read.Text);
        if (read.TopologyFile is { } topology)
        {
            File.WriteAllText(System.IO.Path.Combine(path, TopologyFile), topology.Text);
        }

        return folder;
    }

    /// <summary>Reads back the scenario of a run.</summary>
    /// <param name="name">As the history names it.</param>
    /// <exception cref="IOException">The folder holds none.</exception>
    public ReadResult ReadScenario(string name)
    {
        var topology = System.IO.Path.Combine(Path, TopologyFile);
        return ScenarioReader.ReadText(
            File.ReadAllText(System.IO.Path.Combine(Path, ScenarioFile)),
            System.IO.Path.Combine(Path, $"{name}.yaml"),
            File.Exists(topology) ? new SourceFile(topology, File.ReadAllText(topology)) : null);
    }

    public Task WriteEnvironmentAsync(RunEnvironment environment, CancellationToken token) =>
        File.WriteAllTextAsync(Environment, JsonSerializer.Serialize(environment, Indented), token);

    // Two runs of one second must not share a folder, whatever program they belong to: making its first file claims it.
    private static bool Claim(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            using var mark = new FileStream(System.IO.Path.Combine(path, ScenarioFile), FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(System.IO.Path.Combine(path, ScenarioFile)))
        {
            return false;
        }
    }
}
