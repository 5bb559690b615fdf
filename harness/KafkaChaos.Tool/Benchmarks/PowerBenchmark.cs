using System.Diagnostics;
using System.Globalization;
using Docker.DotNet.Models;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using KafkaChaos.Runs;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>How fast a zone of six nodes loses its power, by the size of its disks: each node a process that writes, on a disk and in a network of its own.</summary>
internal static class PowerBenchmark
{
    private const int Nodes = 6;

    private static readonly (string Name, long Bytes)[] Sizes = [("64 MiB", 64L << 20), ("1 GiB", 1L << 30), ("256 GiB", 256L << 30)];

    public static async Task<int> RunAsync(int rounds, CancellationToken token)
    {
        using var engine = await DockerEngine.ConnectAsync(token);
        await DeadRuns.RemoveAsync(engine, Console.Error.WriteLine, token);
        var image = await new ImageSource(engine, Home.Path, Console.Error.WriteLine).GetAsync(NodeKind.ZooKeeper, "3.9.4", ImageFlavour.Any, token);
        var table = new Table().AddColumns("disks of", "all frozen within, ms: median", "worst", "all disks shut within, ms: median", "worst", "all silent within, ms: median", "worst");
        foreach (var (name, bytes) in Sizes)
        {
            var samples = new List<(TimeSpan Frozen, TimeSpan Shut, TimeSpan Silent)>();
            for (var round = 0; round < rounds; round++)
            {
                samples.Add(await MeasureAsync(engine, image.Reference, bytes, token));
            }

            table.AddRow([name, .. Columns(samples.Select(one => one.Frozen)), .. Columns(samples.Select(one => one.Shut)), .. Columns(samples.Select(one => one.Silent))]);
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{Nodes} nodes of one process each, {rounds} rounds, counted from the first request to freeze (goal: frozen within 5 ms, disks shut within 50 ms)");
        return ExitCode.Passed;
    }

    private static async Task<(TimeSpan Frozen, TimeSpan Shut, TimeSpan Silent)> MeasureAsync(DockerEngine engine, string image, long bytes, CancellationToken token)
    {
        var run = RunIdentity.New();
        var log = Path.GetTempFileName();
        using var held = RunLock.Take(run);
        await using var watcher = RunWatcher.Start(Home.Watcher, run, held, log);
        try
        {
            await using var agent = await Agent.StartAsync(engine, Home.Path, run, held, AgentRights.Processes | AgentRights.Networks | AgentRights.Disks, token);
            var names = Enumerable.Range(1, Nodes).Select(number => string.Create(CultureInfo.InvariantCulture, $"node-{number}")).ToList();
            var made = await agent.DoAsync(new AgentRequest.MakeDisks([.. names.Select(name => new DiskOrder(name, bytes))]), token);
            var volumes = await DiskVolumes.CreateAsync(engine, run, held, made.Devices);
            var (zone, boxes) = (ControlGroups.ParentOf(run, "site", "zone", engine.SystemdDriver), ControlGroups.ParentOfSandboxes(run, engine.SystemdDriver));
            var nodes = await Task.WhenAll(names.Select(async name =>
            {
                var sandbox = await StartAsync(engine, run, held, image, $"{name}-sandbox", ["sleep", "infinity"], new HostConfig { NetworkMode = "bridge", CgroupParent = boxes }, token);
                var process = await StartAsync(
                    engine, run, held, image, name,
                    ["sh", "-c", $"while :; do echo $((i++)) >>{NodeConfiguration.Disk}/written; done"],
                    new HostConfig { NetworkMode = $"container:{sandbox}", CgroupParent = zone, Binds = [$"{volumes[name]}:{NodeConfiguration.Disk}:nocopy"] },
                    token);
                return new PoweredNode(Group(zone, process), Group(boxes, sandbox), name);

                string Group(string parent, string container) => ControlGroups.OfContainer(ControlGroups.PathOf(parent, engine.SystemdDriver), container, engine.SystemdDriver);
            }));
            var answer = await agent.DoAsync(new AgentRequest.PowerOff([ControlGroups.PathOf(zone, engine.SystemdDriver)], nodes), token);
            return (Since(answer.Done), Since(answer.Shut.Values.Max()), Since(answer.Silenced!.Value));

            TimeSpan Since(long at) => Stopwatch.GetElapsedTime(answer.Began, at);
        }
        finally
        {
            await new Cleaner(engine).RemoveAsync(run.Id, ownerDied: false, CancellationToken.None);
            watcher.Release();
            File.Delete(log);
        }
    }

    private static async Task<string> StartAsync(DockerEngine engine, RunIdentity run, RunLock held, string image, string name, IList<string> entrypoint, HostConfig host, CancellationToken token)
    {
        var made = await engine.Client.Containers.CreateContainerAsync(
            new CreateContainerParameters { Image = image, Name = $"{run.Name}-{name}", Labels = run.Labels(held), Entrypoint = entrypoint, User = "0:0", HostConfig = host }, token);
        await engine.Client.Containers.StartContainerAsync(made.ID, new ContainerStartParameters(), token);
        return made.ID;
    }

    private static string[] Columns(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return [Text(sorted[sorted.Count / 2]), Text(sorted[^1])];
    }

    private static string Text(TimeSpan time) => time.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
}
