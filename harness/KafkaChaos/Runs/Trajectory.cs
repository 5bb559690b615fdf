using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using KafkaChaos.Observing;
using KafkaChaos.Probing;
using KafkaChaos.Workloads;

namespace KafkaChaos.Runs;

/// <summary>What happens between the launch of the containers and the end of the final read.</summary>
internal sealed class Trajectory(Scenario scenario, Cluster cluster, IReadOnlyDictionary<Release, NodeImage> images, Agent? agent, Recorder recorder)
{
    private readonly ClusterState _state = new();

    /// <exception cref="FaultException">A step could not be carried out.</exception>
    /// <exception cref="WaitException">The load never came to run.</exception>
    /// <exception cref="EnvironmentException">A node does not serve.</exception>
    public async Task FollowAsync(CancellationToken token)
    {
        recorder.Recorded += _state.Add;
        recorder.Acknowledged += _state.Add;
        await using var metadata = ClusterMetadata.Of(cluster);
        await using var probe = ProbeOf(metadata);
        using var background = CancellationTokenSource.CreateLinkedTokenSource(token);
        var readiness = new Readiness(cluster, metadata);
        var states = new NodeStates();
        var starter = new SupervisedStart(cluster, readiness, states, recorder);
        var watching = new ClusterWatch(cluster, metadata, recorder).RunAsync(background.Token);
        var sampling = Task.WhenAll(new LagSampler(recorder).RunAsync(background.Token), new PressureSampler(recorder).RunAsync(background.Token));
        try
        {
            await ReadyAsync(readiness, starter, metadata, token);
            await probe.PrepareAsync(token);
            await LoadAsync(readiness, new Faults(cluster, images, agent, starter, states, recorder), metadata, probe, token);
            recorder.Record(new PhaseBegan(Phase.FinalRead) { At = recorder.Now });
            await probe.ReadAsync(token);
            if (scenario.Load is { } load)
            {
                await new FinalRead(cluster.Bootstrap, scenario.Topology, recorder).RunAsync(Deadlines.FinalRead(load), token);
            }
        }
        finally
        {
            await background.CancelAsync();
            // What broke the run is thrown, not what broke in the background because of it.
            await Task.WhenAll(watching, sampling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            recorder.Recorded -= _state.Add;
            recorder.Acknowledged -= _state.Add;
        }

        await Task.WhenAll(watching, sampling);
    }

    private IQuorumProbe ProbeOf(IMetadata metadata) => metadata is KRaftMetadata kraft
        ? new MetadataProbe(cluster, kraft, Deadlines.Ensemble(cluster), scenario.Load?.ProbeRate, recorder)
        : new QuorumProbes(cluster, ClusterMetadata.SessionOf(cluster), Deadlines.Ensemble(cluster), scenario.Load?.ProbeRate, recorder);

    private async Task ReadyAsync(Readiness readiness, SupervisedStart starter, IMetadata metadata, CancellationToken token)
    {
        await starter.LaunchedAsync(token);
        await Wait.UntilAsync("one member to lead and the others to be in step", Deadlines.Ensemble(cluster), readiness.LookAtMembersAsync, token);
        recorder.Record(new ClusterDescribed(
            cluster.Nodes.ToDictionary(node => node.Name, node => node.Image.Software),
            cluster.ZooKeeperSettings,
            cluster.KafkaSettings,
            Clients.Bounding(scenario.Load))
        { At = recorder.Now });
        if (scenario.Topology.Topics.Count > 0)
        {
            await new TopicSetup(cluster).RunAsync();
            await AssignedAsync(metadata, token);
            await Wait.UntilAsync("every partition to have all its replicas in sync", Deadlines.Ensemble(cluster), _ => Task.FromResult(new Recovery(_state, scenario.Topology).Look()), token);
        }
    }

    private async Task AssignedAsync(IMetadata metadata, CancellationToken token)
    {
        foreach (var topic in scenario.Topology.Topics)
        {
            await Wait.UntilAsync($"the replicas of {topic.Name} to be told", Deadlines.Ensemble(cluster), async cancelled =>
            {
                var assignment = await metadata.AssignmentAsync(topic.Name, cancelled);
                foreach (var (partition, replicas) in assignment)
                {
                    recorder.Record(new ReplicaAssignment(topic.Name, partition, replicas) { At = recorder.Now });
                }

                return new Look(assignment.Count == topic.Partitions, $"{assignment.Count} of {topic.Partitions} partitions");
            }, token);
        }
    }

    private async Task LoadAsync(Readiness readiness, Faults faults, IMetadata metadata, IQuorumProbe probe, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var clients = scenario.Load is { } load ? new Clients(cluster.Bootstrap, scenario.Topology, load, recorder) : null;
        recorder.Record(new PhaseBegan(Phase.WarmingUp) { At = recorder.Now });
        var warming = WarmAsync(clients, token);
        var probing = probe.RunAsync(stop.Token);
        var producing = clients?.ProduceAsync(stop.Token) ?? Task.CompletedTask;
        try
        {
            await warming;
            var began = recorder.Now;
            clients?.Begin(began);
            recorder.Record(new PhaseBegan(Phase.Load) { At = began });
            var recovery = new Recovery(_state, scenario.Topology);
            var conditions = new Conditions(cluster, readiness, _state);
            var nemesis = new Nemesis(
                new TargetResolver(cluster, metadata, scenario.Seed), conditions.LookAsync, faults, () => Deadlines.Recovery(scenario, cluster, recorder.Snapshot()), () => Deadlines.Vacancy(scenario, recorder.Snapshot()), recorder, TimeProvider.System);
            recorder.Recorded += conditions.Add;
            await nemesis.RunAsync(scenario, token);
            recorder.Recorded -= conditions.Add;
            await nemesis.UndoAsync(token);
            recorder.Record(new PhaseBegan(Phase.Recovering) { At = recorder.Now });
            await RecoverAsync(readiness, recovery, token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(probing, producing);
            if (clients is not null)
            {
                await clients.FlushAsync(token);
                await DrainAsync(clients, token);
            }
        }
    }

    // To be called before the first record is sent.
    private async Task WarmAsync(Clients? clients, CancellationToken token)
    {
        if (scenario.Load is not { } load || clients is null)
        {
            return;
        }

        var warm = new WarmUp(load, scenario.Topology);
        recorder.Recorded += warm.Add;
        recorder.Acknowledged += warm.Add;
        await Wait.UntilAsync("every producer to have an acknowledgement of each of its partitions, and every consumer a record", Deadlines.WarmUp(load, scenario.Topology), _ =>
        {
            var (cold, consumers) = (warm.Cold, clients.Consume());
            return Task.FromResult(new Look(cold.Count == 0 && consumers.Holds, cold.Count == 0 ? consumers.Seen : $"none of {string.Join(", ", cold)}"));
        }, token);
        recorder.Recorded -= warm.Add;
        recorder.Acknowledged -= warm.Add;
    }

    /// <summary>Partitions from which acknowledgements are due and that have no more than before.</summary>
    private List<string> SilentSince(Dictionary<(string Topic, int Partition), long> before) =>
        [.. _state.Partitions.Keys.Where(one => (scenario.Load?.Acknowledges(one.Topic) ?? false) && _state.AcknowledgedIn(one.Topic, one.Partition) <= before.GetValueOrDefault(one)).Select(one => $"{one.Topic}/{one.Partition}")];

    // A consumer that does not come to the end is judged, too.
    private static async Task DrainAsync(Clients clients, CancellationToken token)
    {
        try
        {
            await clients.DrainAsync(token);
        }
        catch (WaitException)
        {
        }
    }

    // A cluster that does not recover is judged, not waited for: the checkers see from the history that it did not.
    private async Task RecoverAsync(Readiness readiness, Recovery recovery, CancellationToken token)
    {
        // A producer that gave up meanwhile has a new client, and the probe a server to find: both must get the chance to show that they can write.
        var written = _state.Written;
        var before = _state.Partitions.Keys.ToDictionary(one => one, one => _state.AcknowledgedIn(one.Topic, one.Partition));
        try
        {
            await Wait.UntilAsync("the cluster to be whole again, the quorum to take a write and every partition to acknowledge", Deadlines.Recovery(scenario, cluster, recorder.Snapshot()), async cancelled =>
            {
                var members = await readiness.LookAtMembersAsync(cancelled);
                var partitions = recovery.Look();
                // The observer may still wait for an answer from before: what it has not recorded, no checker sees.
                var unseen = _state.Roles.Values.Where(role => role.Mode is MemberMode.Silent or MemberMode.NotServing).Select(role => $"{role.Node} recorded as {role.Mode}").ToList();
                var silent = SilentSince(before).Select(one => $"{one} silent").ToList();
                var wrote = _state.Written > written;
                return new Look(members.Holds && partitions.Holds && unseen.Count == 0 && wrote && silent.Count == 0, string.Join("; ", [members.Seen, partitions.Seen, .. unseen, wrote ? "the quorum takes writes" : "no quorum write succeeded", .. silent]));
            }, token);
        }
        catch (WaitException)
        {
        }
    }
}
