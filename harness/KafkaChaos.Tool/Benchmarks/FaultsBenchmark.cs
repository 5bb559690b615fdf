using System.Diagnostics;
using Docker.DotNet.Models;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using KafkaChaos.Runs;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>How far apart six containers of one zone die, by each means of killing them, seen by this process through the kernel (pidfd).</summary>
internal static class FaultsBenchmark
{
    private const int Containers = 6;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private delegate Task<AgentAnswer?> Kill(IReadOnlyList<string> containers, CancellationToken token);

    public static async Task<int> RunAsync(int rounds, CancellationToken token)
    {
        using var engine = await DockerEngine.ConnectAsync(token);
        await DeadRuns.RemoveAsync(engine, Console.Error.WriteLine, token);
        // It is in the image of every member; only its sleep is used.
        var image = await new ImageSource(engine, Home.Path, Console.Error.WriteLine).GetAsync(NodeKind.ZooKeeper, "3.9.4", ImageFlavour.Any, token);
        var run = RunIdentity.New();
        var log = Path.GetTempFileName();
        using var held = RunLock.Take(run);
        await using var watcher = RunWatcher.Start(Home.Watcher, run, held, log);
        try
        {
            await using var agent = await Agent.StartAsync(engine, Home.Path, run, held, AgentRights.Processes, token);
            var path = ControlGroups.PathOf(ControlGroups.ParentOf(run, "site", "zone", engine.SystemdDriver), engine.SystemdDriver);
            var means = new (string Name, Kill Kill)[]
            {
                ("docker kill, one after another", async (ids, cancelled) => { foreach (var id in ids) { await DockerAsync(["kill", id], cancelled); } return null; }),
                ("docker kill, all names at once", async (ids, cancelled) => { await DockerAsync(["kill", .. ids], cancelled); return null; }),
                ("parallel API calls", async (ids, cancelled) => { await Task.WhenAll(ids.Select(id => engine.Client.Containers.KillContainerAsync(id, new ContainerKillParameters { Signal = "KILL" }, cancelled))); return null; }),
                ("the agent", async (ids, cancelled) => await agent.DoAsync(new AgentRequest.Kill([path], [.. ids.Select(id => ControlGroups.OfContainer(path, id, engine.SystemdDriver))]), cancelled)),
            };
            var seen = means.Select(_ => new List<Sample>()).ToList();
            for (var round = 0; round < rounds; round++)
            {
                for (var place = 0; place < means.Length; place++)
                {
                    seen[place].Add(await MeasureAsync(engine, image.Reference, run, held, means[place].Kill, token));
                }
            }

            Show(means.Select(one => one.Name), seen, rounds);
            return ExitCode.Passed;
        }
        finally
        {
            await new Cleaner(engine).RemoveAsync(run.Id, ownerDied: false, CancellationToken.None);
            watcher.Release();
            File.Delete(log);
        }
    }

    private static async Task<Sample> MeasureAsync(DockerEngine engine, string image, RunIdentity run, RunLock held, Kill kill, CancellationToken token)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, Containers).Select(async number =>
        {
            var made = await engine.Client.Containers.CreateContainerAsync(
                new CreateContainerParameters
                {
                    Image = image,
                    Name = $"{run.Name}-{number}",
                    Labels = run.Labels(held),
                    Entrypoint = ["sleep", "infinity"],
                    HostConfig = new HostConfig { NetworkMode = "none", CgroupParent = ControlGroups.ParentOf(run, "site", "zone", engine.SystemdDriver) },
                },
                token);
            await engine.Client.Containers.StartContainerAsync(made.ID, new ContainerStartParameters(), token);
            return made.ID;
        }));
        var states = await Task.WhenAll(ids.Select(id => engine.Client.Containers.InspectContainerAsync(id, token)));
        var living = states.Select(state => ProcessHandle.Open((int)state.State!.Pid) ?? throw new InvalidOperationException("a container of the benchmark ended early")).ToList();
        var deaths = Task.Factory.StartNew(() => Watch(living), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var sent = Stopwatch.GetTimestamp();
        var answer = await kill(ids, token);
        var times = await deaths;
        await Task.WhenAll(ids.Select(id => engine.Client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true }, token)));
        return new(
            Stopwatch.GetElapsedTime(times.Min(), times.Max()),
            Stopwatch.GetElapsedTime(sent, times.Min()),
            answer is null ? null : Stopwatch.GetElapsedTime(answer.Began, answer.Done));
    }

    private static List<long> Watch(List<ProcessHandle> living)
    {
        var times = new List<long>();
        while (living.Count > 0)
        {
            var dead = ProcessHandle.AnyDead(living, Deadline);
            if (dead.Count == 0)
            {
                throw new TimeoutException($"{living.Count} containers were killed and live after {Deadline.TotalSeconds} s");
            }

            times.AddRange(Enumerable.Repeat(Stopwatch.GetTimestamp(), dead.Count));
            foreach (var process in dead)
            {
                living.Remove(process);
                process.Dispose();
            }
        }

        return times;
    }

    private static async Task DockerAsync(IReadOnlyList<string> arguments, CancellationToken token)
    {
        using var docker = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true })!;
        await docker.StandardOutput.ReadToEndAsync(token);
        await docker.WaitForExitAsync(token);
    }

    private static void Show(IEnumerable<string> names, IReadOnlyList<List<Sample>> seen, int rounds)
    {
        var table = Figures.Of("killed by", "first to last death, ms: median", "worst", "call to first death, ms: median", "all stopped within, ms: median", "worst");
        foreach (var (name, samples) in names.Zip(seen))
        {
            var first = Milliseconds.Columns(samples.Select(sample => sample.First))[0];
            table.AddRow([name, .. Milliseconds.Columns(samples.Select(sample => sample.Skew)), first, .. Milliseconds.Columns(samples.Select(sample => sample.Stopped).OfType<TimeSpan>())]);
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{Containers} containers of one process each, {rounds} rounds, the means taking turns (goal: under 5 ms by the agent)");
    }

    /// <param name="Skew">From the first death to the last.</param>
    /// <param name="First">From the call to the first death.</param>
    /// <param name="Stopped">From the request to freeze until all were frozen; null where nothing was.</param>
    private sealed record Sample(TimeSpan Skew, TimeSpan First, TimeSpan? Stopped);
}
