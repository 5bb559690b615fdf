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
        var (code, output) = await ToolProcess.RunAsync("run", scenario, "--runs", Runs);
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
        var (code, output) = await ToolProcess.RunAsync("run", scenario, "--runs", Runs);
        Assert.That(code, Is.Zero, output);
    }

    [Test]
    public async Task ABrokerThatComesBackWithinItsSessionIsStartedAgain()
    {
        var scenario = Scenario(Topologies.TwoBrokers + """
            steps:
              - { after: 2s, as: crash, kill: { zone: b } }
              - { after: 1s, start: { same-as: crash } }
            """);
        var (code, output) = await ToolProcess.RunAsync("run", scenario, "--runs", Runs);
        Assert.That(code, Is.Zero, output);
        Assert.That(File.ReadAllText(Path.Combine(RunFolder, "history.jsonl")), Does.Contain("\"sign\":\"node-exists\""));
    }

    [Test]
    public async Task ANodeThatExitsAtItsStartEndsTheRunWithItsLog()
    {
        var scenario = Scenario(Topologies.ZooKeeperOnly.Replace("tickTime: 500", "tickTime: 500, electionAlg: 9", StringComparison.Ordinal) + """
            steps:
              - { after: 1s, kill: { zone: a } }
            """);
        var (code, output) = await ToolProcess.RunAsync("run", scenario, "--runs", Runs);
        Assert.That(code, Is.EqualTo(3), output);
        Assert.That(output, Does.Contain("does not serve").And.Contain("electionAlg"));
    }
}
