using System.Text.RegularExpressions;
using NUnit.Framework;

namespace KafkaChaos.Tests.Architecture;

/// <summary>The rooms of the library and the arrows between them (docs/architecture.md).</summary>
public sealed partial class RoomTests
{
    private const int MostLines = 300;

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Model"] = [],
        ["Scenarios"] = ["Model"],
        ["Histories"] = ["Model"],
        ["Planning"] = ["Model"],
        ["Checking"] = ["Model", "Histories", "Planning", "Scenarios"],
        ["Reports"] = ["Model", "Histories", "Planning", "Checking"],
        ["Clusters"] = ["Model"],
        ["Probing"] = ["Model", "Histories", "Clusters"],
        ["Agents"] = ["Model", "Histories", "Clusters"],
        ["Nemeses"] = ["Model", "Histories", "Clusters", "Probing", "Agents"],
        ["Workloads"] = ["Model", "Histories", "Clusters", "Probing"],
        ["Observing"] = ["Model", "Histories", "Clusters", "Probing"],
        ["Runs"] = ["Model", "Scenarios", "Histories", "Planning", "Checking", "Reports", "Clusters", "Probing", "Agents", "Nemeses", "Workloads", "Observing"],
    };

    private static string Library { get; } = Path.Combine(Repository.Root, "harness", "KafkaChaos");

    [Test]
    public void EveryFolderOfTheLibraryIsARoom() =>
        Assert.That(Directory.GetDirectories(Library).Select(path => Path.GetFileName(path)!).Except(["bin", "obj"]), Is.EquivalentTo(MayUse.Keys));

    [Test]
    public void NoRoomUsesOneThatItMayNot()
    {
        var wrong = from room in MayUse
                    from file in Repository.SourcesBelow(Path.Combine(Library, room.Key))
                    from Match used in OtherRoom().Matches(File.ReadAllText(file))
                    let other = used.Groups[1].Value
                    where other != room.Key && MayUse.ContainsKey(other) && !room.Value.Contains(other)
                    select $"{Path.GetRelativePath(Library, file)} uses {other}";
        Assert.That(wrong.Distinct(), Is.Empty);
    }

    [Test]
    public void OnlyClustersKnowsDocker()
    {
        var wrong = from file in Repository.SourcesBelow(Library)
                    where !file.StartsWith(Path.Combine(Library, "Clusters"), StringComparison.Ordinal)
                    where Docker().IsMatch(File.ReadAllText(file))
                    select Path.GetRelativePath(Library, file);
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void TheRecordsOfAHistoryAreGoneThroughOnceForAllCheckers()
    {
        // Where something is wrong, the lines of the examples are looked for, too.
        string[] allowed = ["Ledger.cs", "Consumption.cs", "Examples.cs"];
        var wrong = from file in Repository.SourcesBelow(Path.Combine(Library, "Checking"))
                    where !allowed.Contains(Path.GetFileName(file)) && Records().IsMatch(File.ReadAllText(file))
                    select Path.GetRelativePath(Library, file);
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void NoSourceFileIsLong()
    {
        var wrong = from file in Repository.SourcesBelow(Repository.Root)
                    let lines = File.ReadLines(file).Count()
                    where lines > MostLines
                    select $"{Path.GetRelativePath(Repository.Root, file)} has {lines} lines";
        Assert.That(wrong, Is.Empty);
    }

    [GeneratedRegex(@"\bKafkaChaos\.(\w+)\b")]
    private static partial Regex OtherRoom();

    [GeneratedRegex(@"Of<(SendOperation|ReadRecord|ConsumedRecord|HistoryEvent)>\(|[hH]istory\.(Sends\(|Reads\(|HandedAndOthers\b|Events\b)")]
    private static partial Regex Records();

    [GeneratedRegex(@"using (Docker\.DotNet|DotNet\.Testcontainers)")]
    private static partial Regex Docker();
}
