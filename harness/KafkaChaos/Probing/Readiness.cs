using Confluent.Kafka;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Probing;

/// <summary>Says of a node that it serves, by its own kind's evidence; never by an open port.</summary>
public sealed class Readiness(Cluster cluster, ZooKeeperSession session)
{
    private static TimeSpan MetadataTimeout { get; } = TimeSpan.FromSeconds(2);

    /// <summary>A member serves in the quorum; a broker is registered in ZooKeeper and answers metadata itself.</summary>
    public Task<Look> LookAsync(ClusterNode node, CancellationToken token) =>
        node.Node.Kind == NodeKind.ZooKeeper ? LookAtMemberAsync(node, token) : LookAtBrokerAsync(node, token);

    /// <summary>One member leads, and all others are in step with it.</summary>
    public async Task<Look> LookAtEnsembleAsync(CancellationToken token)
    {
        var members = cluster.Ensemble.ToList();
        var statuses = await Task.WhenAll(members.Select(member => MemberStatus.AskAsync(member.Endpoint, token)));
        var seen = string.Join(", ", members.Zip(statuses, (member, status) => $"{member.Name} {status.Mode.ToString().ToLowerInvariant()}"));
        var leader = members.Where((_, place) => statuses[place].Mode is ZooKeeperMode.Leader or ZooKeeperMode.Standalone).ToList();
        if (leader.Count != 1)
        {
            return new(false, seen);
        }

        var synced = members.Count == 1 ? 0 : await MemberStatus.SyncedFollowersAsync(leader[0].Endpoint, token);
        return new(synced == members.Count - 1, $"{seen}; {leader[0].Name} has {synced ?? 0} synced followers");
    }

    private static async Task<Look> LookAtMemberAsync(ClusterNode node, CancellationToken token)
    {
        var status = await MemberStatus.AskAsync(node.Endpoint, token);
        return new(
            status.Mode is ZooKeeperMode.Leader or ZooKeeperMode.Follower or ZooKeeperMode.Observer or ZooKeeperMode.Standalone,
            $"srvr says {status.Mode.ToString().ToLowerInvariant()}, epoch {status.Epoch ?? 0}");
    }

    private async Task<Look> LookAtBrokerAsync(ClusterNode node, CancellationToken token)
    {
        var registration = await session.AskAsync(client => client.existsAsync($"/brokers/ids/{node.Node.Id}", false));
        if (registration is null)
        {
            return new(false, "not registered in ZooKeeper");
        }

        // A registration older than the process is the one of its life before, waiting for its session to expire.
        if (DateTimeOffset.FromUnixTimeMilliseconds(registration.getCtime()) < (await node.StateAsync(token)).Started)
        {
            return new(false, "still registered from its life before");
        }

        return await Task.Run(() => AskMetadata(node), token);
    }

    private static Look AskMetadata(ClusterNode node)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig
        {
            BootstrapServers = node.Endpoint,
            SocketTimeoutMs = (int)MetadataTimeout.TotalMilliseconds,
        }).SetLogHandler((_, _) => { }).Build();
        try
        {
            var metadata = admin.GetMetadata(MetadataTimeout);
            return new(metadata.Brokers.Any(broker => broker.BrokerId == node.Node.Id), $"registered; its metadata names {metadata.Brokers.Count} brokers");
        }
        catch (KafkaException silent)
        {
            return new(false, $"registered; no metadata yet: {silent.Error.Reason}");
        }
    }
}
