using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>What a KRaft controller says of itself, asked on its own port.</summary>
internal static class ControllerStatus
{
    private const short DescribeQuorum = 55;

    /// <summary>By a fetch in an epoch that is over: whoever gets one names the leader that it knows of.</summary>
    /// <param name="id">The node's.</param>
    /// <param name="endpoint">Of its controller listener.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    public static async Task<MemberStatus> AskAsync(int id, string endpoint, CancellationToken token)
    {
        using var connection = new KafkaConnection(endpoint);
        return await AskAsync(id, connection, token);
    }

    /// <summary>Voters whose log has all that is committed, the leader left out; null where the node does not lead or does not answer.</summary>
    /// <remarks>An idle leader writes a record every 500 ms, so one that is gone falls behind.</remarks>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    public static async Task<int?> SyncedFollowersAsync(string endpoint, CancellationToken token)
    {
        using var connection = new KafkaConnection(endpoint);
        var request = new KafkaWriter().Count(1).Text("__cluster_metadata").Count(1).Int32(0).Untagged().Untagged().Untagged();
        return await connection.AskAsync(DescribeQuorum, 0, request, token) is { } answer ? ParseSynced(answer) : null;
    }

    /// <summary>As the other, on a connection that may be of use afterwards.</summary>
    internal static async Task<MemberStatus> AskAsync(int id, KafkaConnection connection, CancellationToken token)
    {
        if (await QuorumFetch.AskAsync(connection, 0, 0, 0, token) is not { } told)
        {
            return new(MemberMode.Silent, null);
        }

        if (told.Leader != id)
        {
            return told.Leader is null ? new(MemberMode.NotServing, null) : new(MemberMode.Follower, told.Epoch);
        }

        // One that resigned names itself until another is elected.
        return await QuorumFetch.AskAsync(connection, told.Epoch, 0, 0, token) switch
        {
            null => new(MemberMode.Silent, null),
            { Error: 0 } => new(MemberMode.Leader, told.Epoch),
            _ => new(MemberMode.NotServing, null),
        };
    }

    internal static int? ParseSynced(KafkaReader answer)
    {
        var error = answer.Int16();
        var partitions = answer.Array(Topic).SelectMany(topic => topic).ToList();
        answer.Tagged();
        return error != 0 ? null : partitions.Count == 1 ? partitions[0] : throw answer.Malformed($"{partitions.Count} partitions where one was asked for");
    }

    private static int?[] Topic(KafkaReader answer)
    {
        answer.Text();
        var partitions = answer.Array(Partition);
        answer.Tagged();
        return partitions;
    }

    private static int? Partition(KafkaReader answer)
    {
        answer.Skip(4); // partition
        var error = answer.Int16();
        var leader = answer.Int32();
        answer.Skip(4); // epoch
        var highWatermark = answer.Int64();
        var voters = answer.Array(Replica);
        answer.Array(Replica); // observers
        answer.Tagged();
        return error == 0 ? voters.Count(voter => voter.Id != leader && highWatermark >= 0 && voter.LogEnd >= highWatermark) : null;
    }

    private static (int Id, long LogEnd) Replica(KafkaReader answer)
    {
        var (id, end) = (answer.Int32(), answer.Int64());
        answer.Tagged();
        return (id, end);
    }
}
