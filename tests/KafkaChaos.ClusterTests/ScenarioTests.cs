using System.Text.Json;
using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Reports;
using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace KafkaChaos.ClusterTests;

/// <summary>Every scenario that the project ships, as its users run it. They are the longest of all, so they take turns in both lanes, not in one.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScenarioTests : ClusterTest
{
    private static IEnumerable<string> Files => Directory.GetFiles(Path.Combine(ToolProcess.Home, "scenarios"), "*.yaml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public async Task PassesOnRealContainersAndWhenJudgedAgain(string file)
    {
        await PassesAsync(Path.Combine(ToolProcess.Home, "scenarios", file));
        Assert.That(
            Directory.GetFileSystemEntries(RunFolder).Select(Path.GetFileName),
            Is.SupersetOf((string[])["scenario.yaml", "history.jsonl", "verdict.json", "environment.json", "logs"]));
        await NothingIsLeftAsync(RunOf(RunFolder));
        switch (file)
        {
            case "lose-power-of-two-zones-of-one-site.yaml":
                await TheDisksLackWhatIsLostAsync(Is.GreaterThan(0));
                await OnlyTheYoungestRecordsAreLostAsync();
                break;
            case "lose-power-of-a-site-with-the-other-out-of-sync.yaml":
                await TheDisksLackWhatIsLostAsync(Is.GreaterThan(0));
                break;
            case "lose-power-of-one-of-two-sites.yaml":
                await TheDisksLackWhatIsLostAsync(Is.Zero);
                break;
        }

        // The engine's address leads nowhere: judging again must not need it.
        using var again = ToolProcess.Start(new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere" }, "check", RunFolder);
        Assert.That(await again.ExitAsync(), Is.Zero, again.Output);
    }

    // Counted from the history itself, past the checkers and past the final read.
    private async Task TheDisksLackWhatIsLostAsync(IResolveConstraint expected)
    {
        var history = await HistoryAsync();
        var logs = history.Of<ReplicaLog>().ToList();
        Assert.That(logs, Has.Count.EqualTo(history.Of<ReplicaAssignment>().Sum(one => one.Replicas.Count)), "every replica was looked into");
        var missing = history.Of<SendOperation>().Where(send => send.Outcome == Outcome.Ok).Select(send => (send.Topic, send.Partition, send.Producer, send.Sequence)).ToHashSet();
        foreach (var log in logs)
        {
            foreach (var span in log.Holds)
            {
                for (var sequence = span.First; sequence <= span.Last; sequence++)
                {
                    missing.Remove((log.Topic, log.Partition, span.Producer, sequence));
                }
            }
        }

        Assert.That(missing.Count, expected);
        Assert.That((await FindingAsync("lost")).Figures, Has.One.EqualTo(new Figure("lost", missing.Count, "records")));
        Assert.That((await FindingAsync("lost-on-disk")).Figures, Has.One.EqualTo(new Figure("on no replica", missing.Count, "records")));
    }

    // Of a minute of load the kernel had written something back by then, and something not: neither nothing is lost nor everything.
    private async Task OnlyTheYoungestRecordsAreLostAsync()
    {
        var history = await HistoryAsync();
        var off = history.Of<FaultRequested>().Single(one => one.Fault == Fault.PowerOff).At;
        var before = history.Of<SendOperation>().Where(send => send.Outcome == Outcome.Ok && send.At < off).ToList();
        var lost = await FindingAsync("lost");
        var figures = lost.Figures.ToDictionary(figure => figure.Name, figure => figure.Value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(figures["lost"], Is.GreaterThan(0).And.LessThan(before.Count), "acknowledged before the power went");
            Assert.That(figures["lost span"], Is.GreaterThan(0).And.LessThan((off - before[0].At).TotalSeconds), "seconds over which they had been acknowledged");
            Assert.That(lost.Statement, Does.Match("cut off at the tail, acknowledged over [0-9.]+ s"));
        }
    }

    private Task<History> HistoryAsync() => HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);

    private async Task<Finding> FindingAsync(string property) =>
        (await VerdictFile.ReadAsync(Path.Combine(RunFolder, "verdict.json"), CancellationToken.None)).Findings.Single(finding => finding.Property == property);

    internal static string RunOf(string folder)
    {
        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "verdict.json")));
        return verdict.RootElement.GetProperty("run").GetString()!;
    }
}
