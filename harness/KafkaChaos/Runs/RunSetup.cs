using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Runs;

/// <summary>What a run has before anything of its cluster stands, and lets go of when it is over.</summary>
/// <param name="Engine">Where the cluster will stand.</param>
/// <param name="Images">Of all that the scenario's nodes ever run.</param>
/// <param name="Run">The run's names.</param>
/// <param name="Held">Says that the run is alive.</param>
/// <param name="Folder">Keeps what the run leaves to read.</param>
/// <param name="Watcher">Cleans up where this program cannot; null where it was not asked for.</param>
/// <param name="Recorder">Writes the history.</param>
internal sealed record RunSetup(
    DockerEngine Engine, IReadOnlyDictionary<Release, NodeImage> Images, RunIdentity Run, RunLock Held, RunFolder Folder, RunWatcher? Watcher, Recorder Recorder) : IAsyncDisposable
{
    /// <summary>Checks the machine and gets the images; only then makes what would have to be removed.</summary>
    /// <exception cref="EnvironmentException">The machine, the engine or an image cannot do it.</exception>
    /// <exception cref="IOException">The run folder cannot be written.</exception>
    public static async Task<RunSetup> MakeAsync(Topology topology, ReadResult read, RunOptions options, Action<string> say, CancellationToken token)
    {
        var (engine, held, watcher) = (default(DockerEngine), default(RunLock), default(RunWatcher));
        try
        {
            engine = await DockerEngine.ConnectAsync(token);
            FaultSupport.Require(read.Scenario!.Steps, engine);
            RunAgent.Require(read.Scenario, options);
            if (await DeadRuns.RemoveAsync(engine, say, token) is { Count: > 0 } left)
            {
                say($"could not be removed: {string.Join(", ", left)}");
            }

            ResourceCheck.Require(topology, engine.Info.DockerRootDir, options.Runs);
            var images = await Runs.Run.ImagesAsync(engine, topology, read.Scenario.Releases, options.Home, say, token);

            var run = RunIdentity.New();
            held = RunLock.Take(run);
            var folder = RunFolder.Create(options.Runs, read, TimeProvider.System);
            watcher = options.Watcher is { } command ? RunWatcher.Start(command, run, held, folder.WatcherLog) : null;
            await folder.WriteEnvironmentAsync(RunEnvironment.Of(engine, images), token);
            return new(engine, images, run, held, folder, watcher, new Recorder(folder.History));
        }
        catch
        {
            await EndAsync(engine, held, watcher, null);
            throw;
        }
    }

    public ValueTask DisposeAsync() => EndAsync(Engine, Held, Watcher, Recorder);

    // In the reverse order of their making, each even where another fails.
    private static async ValueTask EndAsync(DockerEngine? engine, RunLock? held, RunWatcher? watcher, Recorder? recorder)
    {
        using (engine)
        using (held)
        await using (watcher)
        await using (recorder)
        {
        }
    }
}
