using System.Runtime.ExceptionServices;
using Confluent.Kafka;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using KafkaChaos.Probing;
using KafkaChaos.Reports;
using KafkaChaos.Scenarios;
using KafkaChaos.Workloads;
using org.apache.zookeeper;

namespace KafkaChaos.Runs;

/// <summary>One run of one scenario, from the check of the machine to the verdict, with nothing left behind.</summary>
public static class Run
{
    /// <exception cref="EnvironmentException">The machine, the engine or an image cannot do it, a node never served, or the disk refused what the run records.</exception>
    /// <exception cref="ScenarioException">This version cannot run the scenario.</exception>
    /// <exception cref="IOException">The run folder cannot be written.</exception>
    public static async Task<RunResult> ExecuteAsync(ReadResult read, RunOptions options, IProgressView view, CancellationToken token)
    {
        var scenario = Runnable(read);
        await using var setup = await RunSetup.MakeAsync(scenario.Topology, read, options, view.Say, token);
        var (engine, images, run, held, folder, watcher, recorder) = setup;
        recorder.Record(new RunStarted(run.Id, scenario.Name, recorder.Utc, RunEnvironment.ToolVersion) { At = TimeSpan.Zero });
        view.Follow(scenario, recorder);

        using var going = CancellationTokenSource.CreateLinkedTokenSource(token, recorder.Broken);
        var end = new RunEnding(scenario, engine, recorder, run, folder, view.Say);
        var keep = options.Keep ? held : null;
        var (cluster, agent, broken) = (default(Cluster), default(Agent), default(Exception));
        try
        {
            recorder.Record(new PhaseBegan(Phase.StartingCluster) { At = recorder.Now });
            var starting = RunAgent.StartAsync(scenario, setup, options, view.Say, going.Token);
            try
            {
                var disks = await RunDisks.MakeAsync(scenario, setup, starting, going.Token);
                cluster = await Cluster.LaunchAsync(engine, scenario.Topology, images, run, held, disks, folder.Configuration, going.Token);
            }
            finally
            {
                agent = await starting;
            }

            await new Trajectory(scenario, cluster, images, agent, recorder).FollowAsync(going.Token);
            await DiskLook.TakeAsync(scenario, cluster, recorder, folder, view.Say, going.Token);
            recorder.Record(new RunEnded(RunEnd.Completed, null) { At = recorder.Now });
        }
        catch (OperationCanceledException) when (going.IsCancellationRequested)
        {
            var (how, reason) = recorder.Failure is { } lost ? (RunEnd.Aborted, $"its history could not be written: {lost.Message}") : (RunEnd.Cancelled, "cancelled before its end");
            recorder.Record(new RunEnded(how, reason) { At = recorder.Now });
        }
        catch (Exception problem)
        {
            broken = problem;
            recorder.Record(new RunEnded(RunEnd.Aborted, problem.Message) { At = recorder.Now });
        }

        Release(watcher, await end.CleanUpAsync(cluster, agent, token.IsCancellationRequested ? null : keep));
        var judgement = await end.JudgeAsync();
        if (broken is not null && Refusal(broken, recorder.Snapshot().Began(Phase.WarmingUp) is not null, folder) is { } refusal)
        {
            view.Say($"what the run kept is in {folder.Path}");
            ExceptionDispatchInfo.Throw(refusal);
        }

        return new RunResult(judgement, folder, token.IsCancellationRequested);
    }

    /// <returns>Null where the cluster was under load, and what broke the run is for the verdict to say.</returns>
    private static Exception? Refusal(Exception broken, bool loaded, RunFolder folder) => broken switch
    {
        _ when !IsOfTheCluster(broken) => broken,
        _ when loaded => null,
        EnvironmentException => broken,
        _ when EngineFailure.Is(broken) => EngineFailure.Wrap(broken),
        _ => new EnvironmentException("The cluster was not ready for the load.", folder.Path, broken.Message, "a cluster that serves", "see the nodes' logs in the run folder", broken),
    };

    // What the cluster, the clients or the engine may do to a run; anything else is a mistake of this program.
    private static bool IsOfTheCluster(Exception problem) =>
        problem is FaultException or WaitException or EnvironmentException or NoQuorumException or InvalidDataException or KeeperException or KafkaException || EngineFailure.Is(problem);

    // What could not be removed is left to the watcher, which tries once more when this program lets go of it.
    private static void Release(RunWatcher? watcher, bool clean)
    {
        if (clean)
        {
            watcher?.Release();
        }
    }

    private static Scenario Runnable(ReadResult read)
    {
        var scenario = read.Scenario ?? throw new ScenarioException(read.Problems);
        var refused = NotYet.Of(scenario).Concat(Unsettable(scenario)).ToList();
        return refused.Count > 0 ? throw new ScenarioException(refused) : scenario;
    }

    // Only the client itself knows which settings it takes; it is asked before anything starts.
    private static IEnumerable<Problem> Unsettable(Scenario scenario) => scenario.Load is { } load
        ? ClientSettings.Refused(load).Select(one => new Problem(scenario.Name, 0, 0, $"load ({one.Client})", $"the client does not take its settings: {one.Objection}", null, []))
        : [];

    /// <param name="releases">Of the topology's nodes, at their launch or later.</param>
    internal static async Task<IReadOnlyDictionary<Release, NodeImage>> ImagesAsync(
        DockerEngine engine, Topology topology, IEnumerable<Release> releases, string? home, Action<string> say, CancellationToken token)
    {
        var source = new ImageSource(engine, home, say) { StandIn = !topology.Brokers.Any() };
        var images = new Dictionary<Release, NodeImage>();
        foreach (var release in releases)
        {
            images[release] = await source.GetAsync(release.Kind, release.Version, topology.FlavourOf(release.Kind), token);
        }

        return images;
    }
}
