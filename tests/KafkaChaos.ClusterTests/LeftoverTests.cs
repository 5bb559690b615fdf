using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>However a run ends, nothing of it remains.</summary>
public sealed class LeftoverTests : ClusterTest
{
    private const string EngineNamespaces = "/run/docker/netns";

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

    private const string WithBrokers = Topologies.TwoBrokers + """
        steps:
          - { after: 60s, kill: { zone: b } }
        """;

    private static int Kills => Environment.GetEnvironmentVariable("KAFKACHAOS_TESTS") == "all" ? 20 : 3;

    [TestCase(Signal.Interrupt, "starting")]
    [TestCase(Signal.Terminate, "load")]
    [TestCase(Signal.Interrupt, "faults")]
    public async Task ACancelledRunRemovesEverythingAndSaysSo(Signal signal, string phase)
    {
        using var tool = ToolProcess.Start("run", phase switch { "load" => Scenario(WithBrokers), "faults" => Scenario(EveryKindOfThing), _ => ZooKeeperOnly }, "--runs", Runs);
        var run = await UpAsync(tool, phase);
        if (phase == "faults")
        {
            await InEffectAsync(tool, 2);
        }

        tool.Signal(signal);
        Assert.That(await tool.ExitAsync(), Is.EqualTo(130), tool.Output);
        await NothingIsLeftAsync(run);
        Assert.That(File.ReadAllText(Path.Combine(RunFolder, "verdict.json")), Does.Contain("\"inconclusive\""));
    }

    [TestCase("starting")]
    [TestCase("load")]
    public async Task TheWatcherOfAKilledRunRemovesEverything(string phase)
    {
        using var tool = ToolProcess.Start("run", phase == "load" ? Scenario(WithBrokers) : ZooKeeperOnly, "--runs", Runs);
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
    public async Task TheNextRunRemovesWhatARunLeftWhoseWatcherDiedWithIt()
    {
        using var tool = ToolProcess.Start("run", ZooKeeperOnly, "--runs", Runs);
        var run = await UpAsync(tool, "starting");
        KillWatcherOf(run);
        tool.Signal(Signal.Kill);
        await tool.ExitAsync();
        Assert.That(await new Cleaner(Engine).LeftoversAsync(run, CancellationToken.None), Is.Not.Empty);

        using var next = ToolProcess.Start("run", ZooKeeperOnly, "--runs", Runs);
        await next.PrintedAsync("starting the cluster");
        await NothingIsLeftAsync(run);
        next.Signal(Signal.Interrupt);
        Assert.That(await next.ExitAsync(), Is.EqualTo(130), next.Output);
    }

    [Test]
    public async Task CleanRemovesWhatARunLeftWhoseWatcherDiedWithIt()
    {
        using var tool = ToolProcess.Start("run", ZooKeeperOnly, "--runs", Runs);
        var run = await UpAsync(tool, "load");
        var (image, namespaces) = await NamespacesAsync(run);
        Assert.That(namespaces, Is.Not.Empty.And.SubsetOf(await HeldAsync(image)));
        KillWatcherOf(run);
        tool.Signal(Signal.Kill);
        await tool.ExitAsync();
        Assert.That(await new Cleaner(Engine).LeftoversAsync(run, CancellationToken.None), Is.Not.Empty);

        var (code, output) = await ToolProcess.RunAsync("clean");
        Assert.That(code, Is.Zero, output);
        await NothingIsLeftAsync(run);
        // Rules, queues and limits end with these.
        Assert.That((await HeldAsync(image)).Intersect(namespaces), Is.Empty);
    }

    [Test]
    public async Task CleanLeavesALivingRunAlone()
    {
        using var tool = ToolProcess.Start("run", Scenario(Topologies.ZooKeeperOnly + """
            steps:
              - { after: 3s, as: crash, kill: { node: zookeeper-a-1 } }
              - { after: 4s, start: { same-as: crash } }
            """), "--runs", Runs);
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
        var (code, output) = await RunAsync(scenario, "--keep");
        var run = ScenarioTests.RunOf(RunFolder);
        Assert.That(code, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain($"./kafkachaos clean {run}"));

        await ToolProcess.RunAsync("clean");
        Assert.That(await new Cleaner(Engine).LeftoversAsync(run, CancellationToken.None), Is.Not.Empty, "a kept run is not a dead one");
        var (cleaned, said) = await ToolProcess.RunAsync("clean", run);
        Assert.That(cleaned, Is.Zero, said);
        await NothingIsLeftAsync(run);
    }

    private static async Task<string> UpAsync(ToolProcess tool, string phase)
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

    // An image of the run, and the names of its containers' network namespaces, as the engine lists them.
    private static async Task<(string Image, IReadOnlyList<string> Namespaces)> NamespacesAsync(string run)
    {
        var containers = (await Command.DockerAsync("", "ps", "--quiet", "--filter", $"label={RunIdentity.RunLabel}={run}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var said = await Command.DockerAsync("", ["inspect", "--format", "{{.Config.Image}} {{.NetworkSettings.SandboxKey}}", .. containers]);
        var all = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
        // A node's own container has its sandbox's.
        return (all[0][0], [.. all.Where(one => one[1].Length > 0).Select(one => Path.GetFileName(one[1]))]);
    }

    // The engine holds a namespace by a mount; the empty file below it goes a minute later.
    private static async Task<IReadOnlyList<string>> HeldAsync(string image) =>
        [.. (await Command.DockerAsync("", "run", "--rm", "--user", "0:0", "--entrypoint", "cat", "--volume", $"{EngineNamespaces}:{EngineNamespaces}:ro", image, "/proc/self/mountinfo"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[4]).Where(mount => Path.GetDirectoryName(mount) == EngineNamespaces).Select(mount => Path.GetFileName(mount))];

    private static Task GoneAsync(string run, TimeSpan deadline) => Wait.UntilAsync($"everything of run {run} to be gone", deadline, async token =>
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
