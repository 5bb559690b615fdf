using System.IO.Enumeration;

namespace KafkaChaos.Scenarios;

/// <summary>One file as it was read.</summary>
/// <param name="Path">As given, or below the folder that was given.</param>
/// <param name="IsTopology">Whether it was read as a topology's own file.</param>
/// <param name="Scenario">Null for a topology, and where the file could not be opened.</param>
/// <param name="Problems">All of them, in the order of the file.</param>
public sealed record ScenarioFile(string Path, bool IsTopology, ReadResult? Scenario, IReadOnlyList<Problem> Problems)
{
    /// <summary>Whether no problem is an error.</summary>
    public bool IsRight => Problems.All(problem => problem.Severity != Severity.Error);
}

/// <summary>Every file of some paths.</summary>
/// <param name="Files">Each once, in the order of the paths; those of a folder in the order of their names.</param>
/// <param name="Problems">Of folders; those of files stand with them.</param>
public sealed record ScenarioFiles(IReadOnlyList<ScenarioFile> Files, IReadOnlyList<Problem> Problems)
{
    private const string SchemaFolder = "schema";
    private const string TopologyFolder = "topologies";

    private static readonly string[] Endings = [".yaml", ".yml"];

    /// <summary>Reads scenarios and topologies. A topology's own file stands in a folder named <c>topologies</c>, or has <c>zones:</c> at its top.</summary>
    /// <param name="paths">Files, and folders that are searched whole, without those named <c>schema</c> and hidden ones.</param>
    public static ScenarioFiles Read(IEnumerable<string> paths)
    {
        var problems = new Problems();
        var files = paths.SelectMany(path => Directory.Exists(path) ? Below(path, problems) : [path]).DistinctBy(Path.GetFullPath).Select(Open).ToList();
        return new ScenarioFiles(files, problems.InOrder());
    }

    private static ScenarioFile Open(string path)
    {
        var problems = new Problems();
        if (SourceFile.Open(path, Position.Whole(path), "", problems) is not { } file)
        {
            return new ScenarioFile(path, false, null, problems.InOrder());
        }

        var folders = Path.GetDirectoryName(Path.GetFullPath(path))?.Split(Path.DirectorySeparatorChar) ?? [];
        if (folders.Contains(TopologyFolder) || ScenarioReader.IsTopology(file.Text))
        {
            return new ScenarioFile(path, true, null, ScenarioReader.ReadOwnTopology(file.Text, path).Problems);
        }

        var scenario = ScenarioReader.ReadText(file.Text, path);
        return new ScenarioFile(path, false, scenario, scenario.Problems);
    }

    private static List<string> Below(string folder, Problems problems)
    {
        try
        {
            var found = Search(folder).Order(StringComparer.Ordinal).ToList();
            if (found.Count == 0)
            {
                problems.Error(Position.Whole(folder), "", $"holds no file that ends in {string.Join(" or ", Endings)}; give a folder of scenarios");
            }

            return found;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Error(Position.Whole(folder), "", $"cannot be searched: {refused.Message}");
            return [];
        }
    }

    // Links to folders are not followed: they may lead in a circle.
    private static FileSystemEnumerable<string> Search(string folder) => new(
        folder,
        (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && Endings.Contains(Path.GetExtension(entry.FileName).ToString()),
        ShouldRecursePredicate = (ref FileSystemEntry entry) =>
            entry.FileName is not SchemaFolder && entry.FileName[0] != '.' && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };
}
