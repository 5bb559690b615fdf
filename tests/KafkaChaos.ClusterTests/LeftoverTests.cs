using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>However a run ends, nothing of it remains.</summary>
public sealed class LeftoverTests : ClusterTest
{
    // The watcher's promise.
    private static readonly TimeSpan WatcherDeadline = TimeSpan.FromSeconds(20);

    // Disks, rules, frozen groups and a machine without power: all that a run can have made.
    private const string EveryKindOfThing = Topologies.ZooKeeperOnly + """
        steps:
          - { after: 1s, as: far, slow: { node: zookeeper-a-1, delay: 20ms } }
          - { after: 1s, as: hang, pause: { node: zookeeper-b-1 } }
          - { after: 1s, as: dark, power-off: { node: zookeeper-c-1 } }
          - { after: 60s, power-on: { same-as: dark } }
        """;

    private static int Kills => Environment.GetEnvironmentVariable("KAFKACHAOS_TESTS") == "all" ? 20 : 3;

    [TestCase(Signal.Interrupt, "starting")]
    [TestCase(Signal.Terminate, "load")]
    public async Task ACancelledRunRemovesEverythingAndSaysSo(Signal signal, string phase)
    {
        using var tool = ToolProcess.Start("run", ZooKeeperOnly, "--runs", Runs);
        var run = await UpAsync(tool, phase);
        tool.Signal(signal);
        Assert.That(await tool.ExitAsync(), Is.EqualTo(130), tool.Output);
        await NothingIsLeftAsync(run);
        Assert.That(File.ReadAllText(Path.Combine(RunFolder, "verdict.json")), Does.Contain("\"inconclusive\""));
    }

    [TestCase("starting")]
    [TestCase("load")]
    public async Task TheWatcherOfAKilledRunRemovesEverything(string phase)
    {
        using var tool = ToolProcess.Start("run", ZooKeeperOnly, "--runs", Runs);
        var run = await UpAsync(tool, phase);
        tool.Signal(Signal.Kill);
        await tool.ExitAsync();
        await GoneAsync(run, WatcherDeadline);
    }

    [Test]
    public async Task NothingIsLeftWheneverTheToolIsKilled()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var tool = ToolProcess.Start("run", Scenario(EveryKindOfThing), "--runs", Runs);
            await tool.PrintedAsync("starting the cluster");
            var after = TimeSpan.FromSeconds(random.NextDouble() * 25);
            // The moment is chance's: no condition of the run is waited for.
            await Task.Delay(after);
            var run = (await tool.TraceAsync(Engine))?.Run;
            tool.Signal(Signal.Kill);
            await tool.ExitAsync();
            // It may have made its first thing after the look.
            run ??= (await tool.TraceAsync(Engine))?.Run;
            TestContext.Out.WriteLine($"seed {seed}, kill {kill} after {after.TotalSeconds:0.000} s: run {run ?? "that had made nothing"}");
            if (run is not null)
            {
                await GoneAsync(run, WatcherDeadline);
            }
        }
    }

    [Test]
    public async Task CleanRemovesWhatARunLeftWhoseWatcherDiedWithIt()
    {
        using var tool = ToolProcess.Start("run", ZooKeeperOnly, "--runs", Runs);
        var run = await UpAsync(tool, "load");
        KillWatcherOf(run);
        tool.Signal(Signal.Kill);
        await tool.ExitAsync();
        Assert.That(await new Cleaner(Engine).LeftoversAsync(run, CancellationToken.None), Is.Not.Empty);

        var (code, output) = await ToolProcess.RunAsync("clean");
        Assert.That(code, Is.Zero, output);
        await NothingIsLeftAsync(run);
    }

    [Test]
    public async Task CleanLeavesALivingRunAlone()
    {
        using var tool = ToolProcess.Start("run", ZooKeeperOnly, "--runs", Runs);
        var run = await UpAsync(tool, "load");
        var (code, output) = await ToolProcess.RunAsync("clean");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain($"run {run} goes on"));
        Assert.That(await tool.ExitAsync(), Is.Zero, tool.Output);
    }

    [Test]
    public async Task AFailedRunIsKeptOnRequestUntilItIsCleaned()
    {
        var scenario = Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 1s, as: crash, kill: { role: zookeeper-leader } }
              - { after: 10s, start: { same-as: crash } }
            expect: { quorum: lost }
            """);
        var (code, output) = await ToolProcess.RunAsync("run", scenario, "--runs", Runs, "--keep");
        var run = ScenarioTests.RunOf(RunFolder);
        Assert.That(code, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain($"./kafkachaos clean {run}"));

        await ToolProcess.RunAsync("clean");
        Assert.That(await new Cleaner(Engine).LeftoversAsync(run, CancellationToken.None), Is.Not.Empty, "a kept run is not a dead one");
        var (cleaned, said) = await ToolProcess.RunAsync("clean", run);
        Assert.That(cleaned, Is.Zero, said);
        await NothingIsLeftAsync(run);
    }

    private async Task<string> UpAsync(ToolProcess tool, string phase)
    {
        if (phase == "load")
        {
            await tool.PrintedAsync("load");
        }

        var run = "";
        await Wait.UntilAsync("a container of the run", TimeSpan.FromMinutes(1), async _ =>
        {
            var trace = await tool.TraceAsync(Engine);
            run = trace?.Run ?? "";
            return new Look(trace?.Items.Any(item => item.StartsWith("container", StringComparison.Ordinal)) == true, tool.Output);
        }, CancellationToken.None);
        return run;
    }

    private Task GoneAsync(string run, TimeSpan deadline) => Wait.UntilAsync($"everything of run {run} to be gone", deadline, async token =>
    {
        var left = await new Cleaner(Engine).LeftoversAsync(run, token);
        return new Look(left.Count == 0, string.Join(", ", left));
    }, CancellationToken.None);

    private static void KillWatcherOf(string run)
    {
        var watcher = Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && CommandLine(folder).Contains($"watch\0{run}", StringComparison.Ordinal))
            .Select(folder => int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture));
        ToolProcess.Send(watcher.Single(), Signal.Kill);
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        // It ended while the list was read.
        catch (IOException)
        {
            return "";
        }
    }
}
