using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using KafkaChaos.Reports;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>A run whose engine is restarted meanwhile.</summary>
public sealed class EngineRestartTests : ClusterTest
{
    // Frozen, without power, cut off and far away: what a restart of the engine does not undo by itself.
    private const string Everything = Topologies.ZooKeeperOnly + """
        steps:
          - { after: 1s, slow: { node: zookeeper-a-1, delay: 20ms } }
          - { after: 0s, pause: { node: zookeeper-b-1 } }
          - { after: 0s, as: dark, power-off: { node: zookeeper-c-1 } }
          - { after: 1s, isolate: { node: zookeeper-a-1, from: clients } }
          - { after: 15s, power-on: { same-as: dark } }
        """;

    [Test]
    public async Task ItEndsInDoubtAndLeavesNothing()
    {
        Assume.That(Environment.IsPrivilegedProcess, "an engine of its own can only be started by root");
        var scenario = Scenario(Everything);
        await using var engine = await OwnEngine.StartAsync();
        await engine.TakeAsync([.. await NodeImagesAsync(scenario), await AgentImageAsync()]);
        var there = new Dictionary<string, string> { ["DOCKER_HOST"] = engine.Address };

        using var tool = ToolProcess.StartWithin(engine.Inside, there, "run", scenario, "--runs", Runs);
        await InEffectAsync(tool, 3);
        await engine.RestartAsync();
        Assert.That(await tool.ExitAsync(), Is.EqualTo(2), tool.Output);

        var verdict = await VerdictFile.ReadAsync(Path.Combine(RunFolder, "verdict.json"), CancellationToken.None);
        var run = ScenarioTests.RunOf(RunFolder);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Findings.Single(finding => finding.Property == "completed").Verdict, Is.EqualTo(Verdict.Inconclusive));
            Assert.That(verdict.Findings.Single(finding => finding.Property == "leftovers").Verdict, Is.EqualTo(Verdict.Passed), tool.Output);
            Assert.That(await Command.DockerAsync("", "--host", engine.Address, "ps", "--all", "--quiet"), Is.Empty);
            Assert.That(await Command.DockerAsync("", "--host", engine.Address, "volume", "ls", "--quiet"), Is.Empty);
            Assert.That(await Command.DockerAsync("", "--host", engine.Address, "network", "ls", "--quiet", "--filter", "type=custom"), Is.Empty);
            Assert.That(Directory.EnumerateDirectories("/sys/fs/cgroup", $"*{run}*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }), Is.Empty);
        }
    }

    private static async Task<IEnumerable<string>> NodeImagesAsync(string scenario)
    {
        var topology = ScenarioReader.Read(scenario).Scenario!.Topology;
        var images = await KafkaChaos.Runs.Run.ImagesAsync(Engine, topology, topology.Releases, ToolProcess.Home, TestContext.Out.WriteLine, CancellationToken.None);
        return images.Values.Select(image => image.Reference);
    }

    private static async Task<string> AgentImageAsync()
    {
        var (done, said) = await ImageScript.RunAsync(ToolProcess.Home, () => { }, ["agent", AppContext.BaseDirectory], CancellationToken.None);
        Assert.That(done, said);
        return said.Split('\n')[^1];
    }
}
