using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>What every cluster test needs: the engine, a folder for runs, and a look at what is left behind.</summary>
public abstract class ClusterTest
{
    internal static string ZooKeeperOnly { get; } = Path.Combine(ToolProcess.Home, "scenarios", "lose-one-zone-zookeeper-only.yaml");

    internal DockerEngine Engine { get; private set; } = null!;

    internal string Runs { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Connect() => Engine = await DockerEngine.ConnectAsync(CancellationToken.None);

    [OneTimeTearDown]
    public void Disconnect() => Engine.Dispose();

    [SetUp]
    public void MakeRuns() => Runs = Directory.CreateTempSubdirectory("kafkachaos-runs-").FullName;

    [TearDown]
    public void RemoveRuns() => Directory.Delete(Runs, recursive: true);

    /// <summary>Writes a scenario of the test's own.</summary>
    internal string Scenario(string text)
    {
        var path = Path.Combine(Runs, "of-this-test.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The one folder that a run made.</summary>
    internal string RunFolder => Directory.GetDirectories(Runs).Single();

    internal async Task NothingIsLeftAsync(string run) =>
        Assert.That(await new Cleaner(Engine).LeftoversAsync(run, CancellationToken.None), Is.Empty);
}
