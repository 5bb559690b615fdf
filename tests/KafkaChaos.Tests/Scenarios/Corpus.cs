namespace KafkaChaos.Tests.Scenarios;

/// <summary>The files that are written in the language: those that the project ships, and a corpus that uses all of it.</summary>
internal static class Corpus
{
    private const string TopologyFolder = "topologies";

    internal static string Folder { get; } = Path.Combine(Repository.Root, "scenarios");

    internal static IReadOnlyList<string> ScenarioFiles { get; } = [.. Below(Folder).Where(path => !IsTopology(path)), .. Below(Path.Combine(Repository.Root, "tests", "KafkaChaos.Tests", "Scenarios", "Corpus"))];

    internal static IReadOnlyList<string> TopologyFiles { get; } = [.. Below(Folder).Where(IsTopology)];

    /// <summary>Right scenarios that together use every key.</summary>
    internal static IReadOnlyList<string> Texts { get; } = [Sample.Text, Topologies.Rich, Topologies.KRaft, .. ScenarioFiles.Select(File.ReadAllText)];

    internal static string Relative(string path) => Path.GetRelativePath(Repository.Root, path);

    private static IEnumerable<string> Below(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];

    private static bool IsTopology(string path) => Path.GetRelativePath(Folder, path).Split(Path.DirectorySeparatorChar)[0] == TopologyFolder;
}
