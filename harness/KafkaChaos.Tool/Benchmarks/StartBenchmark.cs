using System.Diagnostics;
using System.Globalization;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using KafkaChaos.Probing;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>Time from the first API call to the whole cluster serving: the harness against plain <c>docker run</c>, in interleaved pairs.</summary>
internal static class StartBenchmark
{
    private delegate Task<Cluster> Launch(RunIdentity run, RunLock held, string folder);

    public static async Task<int> RunAsync(string scenarioPath, int pairs, CancellationToken token)
    {
        var read = ScenarioReader.Read(scenarioPath);
        var topology = read.Scenario?.Topology ?? throw new ScenarioException(read.Problems);
        using var engine = await DockerEngine.ConnectAsync(token);
        await DeadRuns.RemoveAsync(engine, Console.Error.WriteLine, token);
        var images = await Run.ImagesAsync(engine, topology, topology.Releases, Home.Path, Console.Error.WriteLine, token);
        var table = Figures.Of("pair", "harness, s", "docker run, s", "ratio");
        var ratios = new List<double>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            var ours = await TimeAsync(engine, (run, held, folder) => Cluster.LaunchAsync(engine, topology, images, run, held, new Dictionary<string, string>(), folder, token), token);
            var plain = await TimeAsync(engine, (run, held, folder) => PlainStart.LaunchAsync(engine, topology, images, run, held, folder, token), token);
            ratios.Add(ours / plain);
            table.AddRow(Text(pair), Text(ours), Text(plain), Text(ours / plain));
            await Console.Error.WriteLineAsync($"pair {pair}: harness {Text(ours)} s, docker run {Text(plain)} s, ratio {Text(ours / plain)}");
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine($"median of the ratios: {Text(ratios.Order().ElementAt(ratios.Count / 2))} (goal: 0.5 or less), {topology.Nodes.Count} nodes, {pairs} pairs");
        return ExitCode.Passed;
    }

    private static async Task<double> TimeAsync(DockerEngine engine, Launch launch, CancellationToken token)
    {
        var run = RunIdentity.New();
        var folder = Directory.CreateTempSubdirectory("kafkachaos-bench-");
        using var held = RunLock.Take(run);
        await using var watcher = RunWatcher.Start(Home.Watcher, run, held, Path.Combine(folder.FullName, "watcher.log"));
        try
        {
            await using var recorder = new KafkaChaos.Histories.Recorder(Path.Combine(folder.FullName, "history.jsonl"));
            var watch = Stopwatch.StartNew();
            var cluster = await launch(run, held, folder.FullName);
            await using var metadata = ClusterMetadata.Of(cluster);
            var readiness = new Readiness(cluster, metadata);
            await new SupervisedStart(cluster, readiness, new NodeStates(), recorder).LaunchedAsync(token);
            await Wait.UntilAsync("the ensemble to be in step", TimeSpan.FromMinutes(1), readiness.LookAtMembersAsync, token);
            return watch.Elapsed.TotalSeconds;
        }
        finally
        {
            await new Cleaner(engine).RemoveAsync(run.Id, ownerDied: false, CancellationToken.None);
            watcher.Release();
            folder.Delete(recursive: true);
        }
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
