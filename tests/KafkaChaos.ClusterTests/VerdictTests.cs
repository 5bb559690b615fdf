using KafkaChaos.Checking;
using KafkaChaos.Clusters;
using KafkaChaos.Reports;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Runs that must not pass, and say why.</summary>
public sealed class VerdictTests : ClusterTest
{
    [Test]
    public async Task AMajorityThatDiesFailsAScenarioThatWantsTheQuorumToSurvive()
    {
        var scenario = Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 2s, kill: { zone: [a, b] } }
              - { after: 8s, start: { zone: [a, b] } }
            expect: { quorum: survives }
            """);
        var (code, output) = await RunAsync(scenario);
        Assert.That(code, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("quorum"));
    }

    [Test]
    public async Task AMajorityThatDiesPassesWhereThePlannerPredictsIt()
    {
        var scenario = Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 2s, kill: { zone: [a, b] } }
              - { after: 8s, start: { zone: [a, b] } }
            """);
        await PassesAsync(scenario);
    }

    [Test]
    public async Task ABrokerThatComesBackWithinItsSessionIsStartedAgain()
    {
        var scenario = Scenario(Topologies.TwoBrokers + """
            steps:
              - { after: 2s, as: crash, kill: { zone: b } }
              - { after: 1s, start: { same-as: crash } }
            """);
        await PassesAsync(scenario);
        Assert.That(File.ReadAllText(Path.Combine(RunFolder, "history.jsonl")), Does.Contain("\"sign\":\"node-exists\""));
    }

    [Test]
    public async Task ANodeThatExitsAtItsStartEndsTheRunWithItsLog()
    {
        var scenario = Scenario(Topologies.ZooKeeperOnly.Replace("tickTime: 500", "tickTime: 500, electionAlg: 9", StringComparison.Ordinal) + """
            steps:
              - { after: 1s, kill: { zone: a } }
            """);
        var (code, output) = await RunAsync(scenario);
        Assert.That(code, Is.EqualTo(3), output);
        Assert.That(output, Does.Contain("does not serve").And.Contain("electionAlg").And.Contain(RunFolder));
        await NothingIsLeftAsync(ScenarioTests.RunOf(RunFolder));
        foreach (var node in new[] { "zookeeper-a-1", "zookeeper-b-1", "zookeeper-c-1" })
        {
            Assert.That(File.ReadAllText(Path.Combine(RunFolder, "logs", $"{node}.log")), Does.Contain("electionAlg"));
        }

        var verdict = await VerdictFile.ReadAsync(Path.Combine(RunFolder, "verdict.json"), CancellationToken.None);
        Assert.That(verdict.Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(verdict.Findings.First(finding => finding.Property == "completed").Statement, Does.Contain("aborted").And.Contain("does not serve").And.Contain("electionAlg"));
        var (again, said) = await ToolProcess.RunAsync("check", RunFolder);
        Assert.That(again, Is.EqualTo(2), said);
    }

    [Test]
    public async Task AMemberThatRefusesItsOwnDataWhenItIsStartedAgainFailsTheRun()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 4s, kill: { zone: b } }
              - { after: 1s, start: { zone: b } }
            """), "--runs", Runs);
        await tool.PrintedAsync("load");
        var run = (await tool.TraceAsync(Engine))!.Run;
        // A member that has a log of its transactions and no snapshot does not trust what it has.
        await Command.DockerAsync("", "exec", $"kafkachaos-{run}-zookeeper-b-1", "sh", "-c", $"rm {NodeConfiguration.Data}/version-2/snapshot.*");
        Assert.That(await tool.ExitAsync(), Is.EqualTo(1), tool.Output);
        var verdict = await VerdictFile.ReadAsync(Path.Combine(RunFolder, "verdict.json"), CancellationToken.None);
        var recovery = verdict.Findings.First(finding => finding.Property == "recovery");
        Assert.That(recovery.Verdict, Is.EqualTo(Verdict.Failed));
        Assert.That(recovery.Statement, Does.Contain("zookeeper-b-1, started again, ended by itself"));
        Assert.That(recovery.Evidence.Select(one => one.Text), Has.Some.Contains("No snapshot found"));
        await NothingIsLeftAsync(run);
    }
}
