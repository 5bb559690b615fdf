using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>What cannot be run is refused before anything starts: one message, the right exit code.</summary>
public sealed class RefusalTests : ClusterTest
{
    [Test]
    public async Task AScenarioThatDoesNotExistIsBadInput()
    {
        var (code, output) = await RunAsync(Path.Combine(Runs, "none.yaml"));
        Assert.That(code, Is.EqualTo(64), output);
        Assert.That(output, Does.Contain("none.yaml").And.Contain("no such file"));
    }

    [Test]
    public async Task EveryProblemOfAScenarioIsShownWithItsPlace()
    {
        var (code, output) = await RunAsync(Scenario("question: What?\ntopologie: {}\nsteps: []\n"));
        Assert.That(code, Is.EqualTo(64), output);
        Assert.That(output, Does.Contain("of-this-test.yaml:2:1").And.Contain("topologie").And.Contain("steps"));
    }

    [Test]
    public async Task AReleaseWhoseMetadataLogIsNotKnownIsRefusedByName()
    {
        var text = Topologies.TwoBrokers
            .Replace("a: { zookeeper: 1, kafka: 1 }", "a: { controllers: 1, kafka: 1 }", StringComparison.Ordinal)
            .Replace("  zookeeper: { version: 3.9.4, settings: { tickTime: 1000 } }\n", "", StringComparison.Ordinal)
            .Replace("metadata: zookeeper, settings: { zookeeper.session.timeout.ms: 18000 }", "metadata: kraft", StringComparison.Ordinal)
            .Replace("kafka: { version: 3.9.2", "kafka: { version: 4.4.0", StringComparison.Ordinal) + "steps: [ { after: 1s, kill: { zone: b } } ]\n";
        var (code, output) = await RunAsync(Scenario(text));
        Assert.That(code, Is.EqualTo(64), output);
        Assert.That(output, Does.Contain("KRaft of Kafka 4.4.0 cannot be run in this version yet; releases up to 4.3 can"));
    }

    [Test]
    public async Task WithoutAnEngineARunSaysWhereItLooked()
    {
        using var tool = ToolProcess.Start(new Dictionary<string, string> { ["DOCKER_HOST"] = $"unix://{Runs}/none.sock" }, "run", ZooKeeperOnly, "--runs", Runs);
        Assert.That(await tool.ExitAsync(), Is.EqualTo(3), tool.Output);
        Assert.That(tool.Output, Does.Contain("none.sock").And.Contain("do:"));
        Assert.That(Directory.GetDirectories(Runs), Is.Empty, "nothing was started, so there is no run");
    }

    [Test]
    public async Task AnImageThatIsNowhereIsNamedWithEveryWayThatWasTried()
    {
        var text = Topologies.TwoBrokers.Replace("kafka: { version: 3.9.2", "kafka: { version: 3.9.99", StringComparison.Ordinal) + "steps: [ { after: 1s, kill: { zone: b } } ]\n";
        var (code, output) = await RunAsync(Scenario(text));
        Assert.That(code, Is.EqualTo(3), output);
        Assert.That(output, Does.Contain("apache/kafka:3.9.99").And.Contain("KAFKACHAOS_DIST").And.Contain("ZooKeeper-only"));
    }

    [Test]
    public async Task ARunThatDoesNotExistIsNotCleaned()
    {
        var (code, output) = await ToolProcess.RunAsync("clean", "0000000x");
        Assert.That(code, Is.EqualTo(64), output);
        Assert.That(output, Does.Contain("0000000x: no run of that id").And.Contain("there "));
    }

    [Test]
    public async Task DoctorLooksForEveryVersionThatAScenarioEverRuns()
    {
        var text = Topologies.TwoBrokers + "steps: [ { after: 1s, upgrade: { zone: b, only: kafka, to: 3.9.97 } } ]\n";
        var (_, output) = await ToolProcess.RunAsync("doctor", Scenario(text), "--runs", Runs);
        Assert.That(output, Does.Contain("Kafka 3.9.2").And.Contain("Kafka 3.9.97"));
    }

    [TestCase("schema", "--write")]
    [TestCase("run", null)]
    public async Task AFolderThatCannotBeMadeIsNamedWithWhatTheVerbCanDoAboutIt(string verb, string? option)
    {
        var file = Path.Combine(Runs, "scenarios");
        File.WriteAllText(file, "no folder");
        string[] arguments = option is null ? [verb, ZooKeeperOnly, "--runs", file] : [verb, option];
        using var tool = ToolProcess.Start(new Dictionary<string, string> { ["KAFKACHAOS_HOME"] = Runs }, arguments);
        Assert.That(await tool.ExitAsync(), Is.EqualTo(3), tool.Output);
        Assert.That(tool.Output, Does.Match($"where: +{file}").And.Contain("seen:").And.Contain("expected:").And.Contain("do:"));
        Assert.That(tool.Output.Contains("choose another folder with --runs", StringComparison.Ordinal), Is.EqualTo(verb == "run"), tool.Output);
    }

    [Test]
    public async Task AHistoryThatIsCutOffIsNotJudged()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Runs, "cut")).FullName;
        File.WriteAllText(Path.Combine(folder, "scenario.yaml"), File.ReadAllText(ZooKeeperOnly));
        File.WriteAllText(Path.Combine(folder, "history.jsonl"), "{\"type\":\"run-started\",\"at\":0,\"run\":\"r\",\"scenario\":\"s\",\"utc\":\"2026-01-01T00:00:00+00:00\",\"tool\":\"t\"}\n{\"type\":\"phase\",\"at\":1,\"ph");
        var (code, output) = await ToolProcess.RunAsync("check", folder);
        Assert.That(code, Is.EqualTo(64), output);
        Assert.That(output, Does.Contain("history.jsonl:2"));
    }
}
