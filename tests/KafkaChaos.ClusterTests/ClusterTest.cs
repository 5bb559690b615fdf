using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>What every cluster test needs: the engine, a folder for runs, and a look at what is left behind.</summary>
public abstract class ClusterTest
{
    internal static string ZooKeeperOnly { get; } = Path.Combine(ToolProcess.Home, "scenarios", "lose-one-zone-zookeeper-only.yaml");

    internal static DockerEngine Engine => Shared.Engine;

    internal string Runs { get; private set; } = null!;

    [SetUp]
    public async Task MakeRuns()
    {
        await Lanes.EnterAsync();
        Runs = Directory.CreateTempSubdirectory("kafkachaos-runs-").FullName;
    }

    [TearDown]
    public void RemoveRuns()
    {
        try
        {
            Directory.Delete(Runs, recursive: true);
        }
        finally
        {
            Lanes.Leave();
        }
    }

    /// <summary>Writes a scenario of the test's own.</summary>
    internal string Scenario(string text)
    {
        var path = Path.Combine(Runs, "of-this-test.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The one folder that a run made.</summary>
    internal string RunFolder => Directory.GetDirectories(Runs).Single();

    /// <summary>Runs a scenario that must pass; once more, alone, where it was left in doubt, as by a busy machine.</summary>
    /// <returns>What it printed.</returns>
    internal async Task<string> PassesAsync(string scenario, params string[] options)
    {
        var (code, output) = await RunAsync(scenario, options);
        if (code == 2)
        {
            TestContext.Out.WriteLine($"This run was in doubt, so it is taken once more, alone:\n{output}");
            Directory.Delete(RunFolder, recursive: true);
            (code, output) = await Lanes.AloneAsync(() => RunAsync(scenario, options));
        }

        Assert.That(code, Is.Zero, output);
        return output;
    }

    /// <summary>Runs a scenario to its end.</summary>
    internal Task<(int Code, string Output)> RunAsync(string scenario, params string[] options) => ToolProcess.RunAsync(["run", scenario, "--runs", Runs, .. options]);

    /// <summary>Waits until a step of the one run is in effect, and its history says so.</summary>
    /// <param name="tool">The run.</param>
    /// <param name="step">From 0.</param>
    internal Task InEffectAsync(ToolProcess tool, int step) => Wait.UntilAsync($"step {step + 1} to be in effect", TimeSpan.FromMinutes(3), async token =>
    {
        var history = Directory.GetDirectories(Runs).Select(folder => Path.Combine(folder, "history.jsonl")).FirstOrDefault(File.Exists);
        return new Look(history is not null && (await File.ReadAllTextAsync(history, token)).Contains($"\"fault-applied\",\"step\":{step},", StringComparison.Ordinal), tool.Output);
    }, CancellationToken.None);

    internal static async Task NothingIsLeftAsync(string run) =>
        Assert.That(await new Cleaner(Engine).LeftoversAsync(run, CancellationToken.None), Is.Empty);
}
