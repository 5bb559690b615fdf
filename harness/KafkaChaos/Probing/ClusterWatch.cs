using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using org.apache.zookeeper;

namespace KafkaChaos.Probing;

/// <summary>
/// Looks at every member and at Kafka's znodes all the time, and records each change with the looks before and after it;
/// and records what the engine tells of the nodes' processes, and that it looks.
/// </summary>
public sealed class ClusterWatch(Cluster cluster, ZooKeeperSession session, Recorder recorder)
{
    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(100);

    private readonly Changes _changes = new(recorder);

    /// <summary>Watches until cancelled. A look that fails changes nothing: the next one that succeeds has a longer bracket.</summary>
    public Task RunAsync(CancellationToken token) => Task.WhenAll(
        [.. cluster.Ensemble.Select(member => LoopAsync(member.Name, () => LookAtMemberAsync(member, token), token)),
        FollowProcessesAsync(token),
        .. cluster.Brokers.Any() ? new[] { LoopAsync(Observers.Znodes, LookAtZnodesAsync, token) } : []]);

    private async Task FollowProcessesAsync(CancellationToken token)
    {
        try
        {
            await cluster.FollowProcessesAsync(Record, token);
            End(token.IsCancellationRequested ? "the run was over" : "the engine ended its stream of events");
        }
        catch (Exception broken)
        {
            End(broken.Message);
            throw;
        }

        // Until now it told all.
        void End(string reason) => recorder.Record(new ObserverEnded(Observers.Engine, recorder.Now, reason) { At = recorder.Now });
    }

    private void Record(ProcessEvent told) => recorder.Record(
        new NodeProcess(told.Node, told.Running ? ProcessChange.Started : ProcessChange.Exited, told.Detail) { At = recorder.OnClock(told.At) });

    /// <param name="observer">Who looks.</param>
    /// <param name="look">Whether it succeeded.</param>
    /// <param name="token">Ends it, though a look has no answer.</param>
    private async Task LoopAsync(string observer, Func<Task<bool>> look, CancellationToken token)
    {
        var signs = new LifeSigns(observer, recorder);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                if (await look().WaitAsync(token))
                {
                    signs.Looked();
                }
            }
            while (await timer.WaitForNextTickAsync(token));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            signs.End("the run was over");
        }
        catch (Exception broken)
        {
            signs.End(broken.Message);
            throw;
        }
    }

    private async Task<bool> LookAtMemberAsync(ClusterNode member, CancellationToken token)
    {
        var began = recorder.Now;
        var status = await MemberStatus.AskAsync(member.Endpoint, token);
        _changes.See(member.Name, status, began, since => new MemberRole(member.Name, since, status.Mode, status.Epoch) { At = recorder.Now });
        return true;
    }

    private async Task<bool> LookAtZnodesAsync()
    {
        try
        {
            var began = recorder.Now;
            var znodes = await session.AskAsync(KafkaZnodes.ReadAsync);
            _changes.See("controller", (znodes.Controller, znodes.ControllerEpoch), began, since =>
                new ControllerSeen(since, znodes.Controller, znodes.ControllerEpoch) { At = recorder.Now });
            foreach (var broker in cluster.Brokers.Select(node => node.Node.Id))
            {
                var epoch = znodes.Brokers.TryGetValue(broker, out var found) ? found : (long?)null;
                _changes.See($"broker {broker}", epoch, began, since => new BrokerRegistration(broker, since, epoch is not null, epoch) { At = recorder.Now });
            }

            await Task.WhenAll(cluster.Topology.Topics.SelectMany(topic =>
                Enumerable.Range(0, topic.Partitions).Select(partition => LookAtPartitionAsync(topic.Name, partition))));
            return true;
        }
        // No quorum, or another session: the quorum probe tells of that.
        catch (KeeperException)
        {
            return false;
        }
    }

    private async Task LookAtPartitionAsync(string topic, int partition)
    {
        var began = recorder.Now;
        if (await session.AskAsync(client => KafkaZnodes.ReadPartitionAsync(client, topic, partition)) is not { } state)
        {
            return;
        }

        var seen = (state.Leader, state.LeaderEpoch, string.Join(',', state.InSync), state.ControllerEpoch);
        _changes.See($"{topic}/{partition}", seen, began, since =>
            new PartitionState(topic, partition, since, state.Leader, state.LeaderEpoch, state.InSync, state.ControllerEpoch) { At = recorder.Now });
    }

    /// <summary>Records what differs from the look before.</summary>
    private sealed class Changes(Recorder recorder)
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (object? Value, TimeSpan Began)> _last = new();

        public void See(string what, object? value, TimeSpan began, Func<TimeSpan, HistoryEvent> change)
        {
            var known = _last.TryGetValue(what, out var last);
            if (!known || !Equals(last.Value, value))
            {
                recorder.Record(change(known ? last.Began : TimeSpan.Zero));
            }

            _last[what] = (value, began);
        }
    }
}
