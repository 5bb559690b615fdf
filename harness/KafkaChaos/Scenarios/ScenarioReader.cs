using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>What became of a scenario file.</summary>
/// <param name="Scenario">Null where a problem is an error.</param>
/// <param name="Text">The file as read, for the run folder; empty where it could not be read.</param>
/// <param name="Problems">All of them, in the order of the file.</param>
/// <param name="TopologyFile">The file that <c>topology:</c> names, where it names one.</param>
public sealed record ReadResult(Scenario? Scenario, string Text, IReadOnlyList<Problem> Problems, SourceFile? TopologyFile = null)
{
    /// <summary>Of each step of the scenario; empty where there is none.</summary>
    public IReadOnlyList<StepPlace> StepPlaces { get; init; } = [];
}

/// <summary>What became of a file that was read for its topology.</summary>
/// <param name="Topology">Null where a problem is an error.</param>
/// <param name="Scenario">Where the file is a scenario; null for a topology's own file, and where a problem is an error.</param>
/// <param name="Problems">All of them, in the order of the file.</param>
public sealed record TopologyRead(Topology? Topology, Scenario? Scenario, IReadOnlyList<Problem> Problems);

/// <summary>Reads scenario files: a scenario, or every problem at once. Bad input never throws.</summary>
public static class ScenarioReader
{
    /// <summary>Reads a file of at most 1 MiB of UTF-8.</summary>
    public static ReadResult Read(string path)
    {
        var problems = new Problems();
        return SourceFile.Open(path, Position.Whole(path), "", problems) is { } file
            ? ReadText(file.Text, path)
            : new ReadResult(null, "", problems.InOrder());
    }

    /// <summary>Reads a scenario, or a topology's own file: a map with <c>zones:</c> at its top, which may say where nodes could stand and hold none.</summary>
    public static TopologyRead ReadTopology(string path)
    {
        var problems = new Problems();
        return SourceFile.Open(path, Position.Whole(path), "", problems) is { } file
            ? ReadTopologyText(file.Text, path)
            : new TopologyRead(null, null, problems.InOrder());
    }

    /// <summary>Reads text as if it stood in the file.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="fileName">Names the scenario, stands in problems, and its folder is where a topology file is looked for.</param>
    /// <param name="topology">Stands for the file that <c>topology:</c> names; null where it is to be opened.</param>
    public static ReadResult ReadText(string text, string fileName, SourceFile? topology = null)
    {
        var reading = new Reading(fileName) { TopologyFile = topology };
        var root = YamlDocument.Parse(text, fileName, reading.Problems);
        var read = root is null ? null : new RootReader(Path.GetFileNameWithoutExtension(fileName)).Read(root, "", reading);
        var scenario = reading.Problems.HasErrors ? null : read?.Value;
        return new ReadResult(scenario, text, reading.Problems.InOrder(), reading.TopologyFile)
        {
            StepPlaces = [.. (scenario?.Steps ?? []).Select(step => reading.Steps.Places[step])],
        };
    }

    /// <summary>Whether text is a topology's own file; false where it is no YAML.</summary>
    internal static bool IsTopology(string text) =>
        YamlDocument.Parse(text, "", new Problems()) is YamlMap root && TopologyReader.IsTopology(root);

    internal static TopologyRead ReadTopologyText(string text, string fileName)
    {
        if (IsTopology(text))
        {
            return ReadOwnTopology(text, fileName);
        }

        var read = ReadText(text, fileName);
        return new TopologyRead(read.Scenario?.Topology, read.Scenario, read.Problems);
    }

    /// <summary>Reads text that must be a topology's own file.</summary>
    internal static TopologyRead ReadOwnTopology(string text, string fileName)
    {
        var reading = new Reading(fileName) { OnlyPlanned = true };
        var root = YamlDocument.Parse(text, fileName, reading.Problems);
        var topology = root is null ? null : new TopologyReader().Read(root, "", reading);
        return new TopologyRead(reading.Problems.HasErrors ? null : topology?.Value, null, reading.Problems.InOrder());
    }
}
