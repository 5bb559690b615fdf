using Confluent.Kafka;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using Node = KafkaChaos.Model.Node;

namespace KafkaChaos.Probing;

/// <summary>Says of a node that it serves, by its own kind's evidence; never by an open port.</summary>
public sealed class Readiness(Cluster cluster, IMetadata metadata)
{
    private static TimeSpan MetadataTimeout { get; } = TimeSpan.FromSeconds(2);

    /// <summary>A member serves in the quorum; a broker is registered, not fenced, and answers metadata itself; a node that is both does both.</summary>
    public async Task<Look> LookAsync(ClusterNode node, CancellationToken token)
    {
        var member = cluster.Members.Contains(node) ? await LookAtMemberAsync(node, token) : null;
        return member is { Holds: false } || !node.Node.IsBroker ? member!
            : await LookAtBrokerAsync(node, token) is var broker && member is null ? broker : broker with { Seen = $"{member!.Seen}; {broker.Seen}" };
    }

    /// <summary>One voter leads, all others are in step with it, and every observer follows it.</summary>
    public async Task<Look> LookAtMembersAsync(CancellationToken token)
    {
        var members = cluster.Members.ToList();
        var statuses = await Task.WhenAll(members.Select(member => metadata.MemberAsync(member, token)));
        var modes = members.Zip(statuses, (member, status) => (member.Node, status.Mode)).ToList();
        var leaders = members.Where((_, place) => statuses[place].Mode == MemberMode.Leader).ToList();
        var synced = leaders.Count == 1 ? await metadata.SyncedFollowersAsync(leaders[0], token) : null;
        return OfMembers(modes, synced);
    }

    /// <param name="modes">What each member says of itself.</param>
    /// <param name="synced">Voters in step with the leader, as it says; null where it does not, or where there is not one.</param>
    internal static Look OfMembers(IReadOnlyList<(Node Member, MemberMode Mode)> modes, int? synced)
    {
        var seen = string.Join(", ", modes.Select(one => $"{one.Member.Name} {one.Mode.ToString().ToLowerInvariant()}"));
        var voters = modes.Where(one => one.Member.Role != NodeRole.Observer).ToList();
        var leaders = voters.Where(one => one.Mode is MemberMode.Leader or MemberMode.Standalone).ToList();
        if (leaders.Count != 1)
        {
            return new(false, seen);
        }

        // Alone it has nobody to count.
        var followers = leaders[0].Mode == MemberMode.Standalone ? 0 : synced;
        return new(
            followers == voters.Count - 1 && modes.All(one => Serves(one.Member, one.Mode)),
            $"{seen}; {leaders[0].Member.Name} has {followers ?? 0} synced followers of {voters.Count - 1}");
    }

    // A voter that says observer has another configuration than its topology gave it, and the other way round.
    private static bool Serves(Node member, MemberMode mode) => member.Role == NodeRole.Observer
        ? mode == MemberMode.Observer
        : mode is MemberMode.Leader or MemberMode.Follower or MemberMode.Standalone;

    private async Task<Look> LookAtMemberAsync(ClusterNode node, CancellationToken token)
    {
        var status = await metadata.MemberAsync(node, token);
        // One that slept through the election of another still says that it leads, until it hears of it.
        if (status.Mode == MemberMode.Leader)
        {
            var others = cluster.Members.Where(other => other != node).ToList();
            var modes = await Task.WhenAll(others.Select(other => metadata.MemberAsync(other, token)));
            if (others.Where((_, place) => modes[place].Mode == MemberMode.Leader).FirstOrDefault() is { } rival)
            {
                return new(false, $"{metadata.Means} says leader, epoch {status.Epoch ?? 0}, and so does {rival.Name}");
            }
        }

        return new(
            Serves(node.Node, status.Mode),
            $"{metadata.Means} says {status.Mode.ToString().ToLowerInvariant()}, epoch {status.Epoch ?? 0}");
    }

    private async Task<Look> LookAtBrokerAsync(ClusterNode node, CancellationToken token)
    {
        var stand = await metadata.BrokerAsync(node.Node.Id, token);
        if (!stand.Serves)
        {
            return new(false, stand.Seen);
        }

        // A registration older than the process is the one of its life before, waiting for its session to expire.
        if (stand.Since < (await node.StateAsync(token)).Started)
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
