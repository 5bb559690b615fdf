using System.Text.Json;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Every scenario that the project ships, as its users run it.</summary>
public sealed class ScenarioTests : ClusterTest
{
    private static IEnumerable<string> Files => Directory.GetFiles(Path.Combine(ToolProcess.Home, "scenarios"), "*.yaml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public async Task PassesOnRealContainersAndWhenJudgedAgain(string file)
    {
        var (code, output) = await ToolProcess.RunAsync("run", Path.Combine(ToolProcess.Home, "scenarios", file), "--runs", Runs);
        Assert.That(code, Is.Zero, output);
        Assert.That(
            Directory.GetFileSystemEntries(RunFolder).Select(Path.GetFileName),
            Is.SupersetOf((string[])["scenario.yaml", "history.jsonl", "verdict.json", "environment.json", "logs"]));
        await NothingIsLeftAsync(RunOf(RunFolder));

        // The engine's address leads nowhere: judging again must not need it.
        using var again = ToolProcess.Start(new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere" }, "check", RunFolder);
        Assert.That(await again.ExitAsync(), Is.Zero, again.Output);
    }

    internal static string RunOf(string folder)
    {
        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "verdict.json")));
        return verdict.RootElement.GetProperty("run").GetString()!;
    }
}
