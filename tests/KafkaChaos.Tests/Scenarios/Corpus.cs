namespace KafkaChaos.Tests.Scenarios;

/// <summary>The files that are written in the language: those that the project ships, and a corpus that uses all of it.</summary>
internal static class Corpus
{
    internal static string Folder { get; } = Path.Combine(Repository.Root, "scenarios");

    internal static IReadOnlyList<string> Scenarios { get; } = [.. Below(Folder).Where(path => !IsTopology(path)), .. Below(Path.Combine(Repository.Root, "tests", "KafkaChaos.Tests", "Scenarios", "Corpus"))];

    internal static IReadOnlyList<string> Topologies { get; } = [.. Below(Folder).Where(IsTopology)];

    internal static string Relative(string path) => Path.GetRelativePath(Repository.Root, path);

    private static IEnumerable<string> Below(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];

    private static bool IsTopology(string path) => Path.GetRelativePath(Folder, path).Split(Path.DirectorySeparatorChar)[0] == "topologies";
}
