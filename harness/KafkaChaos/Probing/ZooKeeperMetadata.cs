using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using org.apache.zookeeper;

namespace KafkaChaos.Probing;

/// <summary>The metadata of a cluster that keeps it in ZooKeeper: members by four-letter words, all else by znodes.</summary>
/// <param name="cluster">Whose.</param>
/// <param name="session">To its ensemble; closed with this.</param>
public sealed class ZooKeeperMetadata(Cluster cluster, ZooKeeperSession session) : IMetadata
{
    public string Observer => Observers.Znodes;

    public string Means => "srvr";

    public Task<MemberStatus> MemberAsync(ClusterNode member, CancellationToken token) => MemberStatus.AskAsync(member.Endpoint, token);

    public Task<int?> SyncedFollowersAsync(ClusterNode leader, CancellationToken token) => MemberStatus.SyncedFollowersAsync(leader.Endpoint, token);

    public async Task<int?> ControllerAsync(CancellationToken token) => (await AskAsync(KafkaZnodes.ReadAsync)).Controller;

    public Task<PartitionStand?> PartitionAsync(string topic, int partition, CancellationToken token) => AskAsync(client => KafkaZnodes.ReadPartitionAsync(client, topic, partition));

    public Task<IReadOnlyDictionary<int, IReadOnlyList<int>>> AssignmentAsync(string topic, CancellationToken token) => AskAsync(client => KafkaZnodes.ReadAssignmentAsync(client, topic));

    public async Task<BrokerStand> BrokerAsync(int broker, CancellationToken token) => await AskAsync(client => client.existsAsync($"/brokers/ids/{broker}", false)) is { } registration
        ? new(DateTimeOffset.FromUnixTimeMilliseconds(registration.getCtime()), true, "registered")
        : new(null, false, "not registered in ZooKeeper");

    public async Task<bool> LookAsync(Changes changes, CancellationToken token)
    {
        try
        {
            var began = changes.Now;
            var znodes = await session.AskAsync(KafkaZnodes.ReadAsync);
            changes.See("controller", (znodes.Controller, znodes.ControllerEpoch), began, since =>
                new ControllerSeen(since, znodes.Controller, znodes.ControllerEpoch) { At = changes.Now });
            foreach (var broker in cluster.Brokers.Select(node => node.Node.Id))
            {
                var epoch = znodes.Brokers.TryGetValue(broker, out var found) ? found : (long?)null;
                changes.See($"broker {broker}", epoch, began, since => new BrokerRegistration(broker, since, epoch is not null, epoch) { At = changes.Now });
            }

            await Task.WhenAll(cluster.Topology.Topics.SelectMany(topic =>
                Enumerable.Range(0, topic.Partitions).Select(partition => LookAtPartitionAsync(changes, topic.Name, partition))));
            return true;
        }
        // No quorum, or another session: the quorum probe tells of that.
        catch (KeeperException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task LookAtPartitionAsync(Changes changes, string topic, int partition)
    {
        var began = changes.Now;
        if (await session.AskAsync(client => KafkaZnodes.ReadPartitionAsync(client, topic, partition)) is not { } state)
        {
            return;
        }

        var seen = (state.Leader, state.LeaderEpoch, string.Join(',', state.InSync), state.ControllerEpoch);
        changes.See($"{topic}/{partition}", seen, began, since =>
            new PartitionState(topic, partition, since, state.Leader, state.LeaderEpoch, state.InSync, state.ControllerEpoch) { At = changes.Now });
    }

    private async Task<T> AskAsync<T>(Func<ZooKeeper, Task<T>> request)
    {
        try
        {
            return await session.AskAsync(request);
        }
        catch (KeeperException silent)
        {
            throw new NoQuorumException($"ZooKeeper did not answer: {silent.Message}", silent);
        }
    }
}
