namespace KafkaChaos.Probing;

/// <summary>What the controller that leads says of its quorum.</summary>
/// <param name="Leader">Its node id.</param>
/// <param name="Epoch">Its leader epoch.</param>
/// <param name="HighWatermark">Behind what is committed; -1 where it does not know yet.</param>
/// <param name="Voters">Itself included.</param>
internal sealed record QuorumDescription(int Leader, int Epoch, long HighWatermark, IReadOnlyList<QuorumVoter> Voters)
{
    private const short Api = 55;

    // The first that tells when a voter fetched; 3.3 to 4.3 speak it all.
    private const short Version = 1;

    /// <summary>Voters whose log has all that is committed, the leader left out.</summary>
    /// <remarks>An idle leader writes a record every 500 ms, so one that is gone falls behind.</remarks>
    public int Synced => Voters.Count(voter => voter.Id != Leader && HighWatermark >= 0 && voter.LogEnd >= HighWatermark);

    /// <returns>Null where the node does not lead or does not answer.</returns>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    public static async Task<QuorumDescription?> AskAsync(string endpoint, CancellationToken token)
    {
        using var connection = new KafkaConnection(endpoint);
        var request = new KafkaWriter().Count(1).Text("__cluster_metadata").Count(1).Int32(0).Untagged().Untagged().Untagged();
        return await connection.AskAsync(Api, Version, request, token) is { } answer ? Parse(answer) : null;
    }

    internal static QuorumDescription? Parse(KafkaReader answer)
    {
        var error = answer.Int16();
        var partitions = answer.Array(Topic).SelectMany(topic => topic).ToList();
        answer.Tagged();
        return error != 0 ? null : partitions.Count == 1 ? partitions[0] : throw answer.Malformed($"{partitions.Count} partitions where one was asked for");
    }

    private static QuorumDescription?[] Topic(KafkaReader answer)
    {
        answer.Text();
        var partitions = answer.Array(Partition);
        answer.Tagged();
        return partitions;
    }

    private static QuorumDescription? Partition(KafkaReader answer)
    {
        answer.Skip(4); // partition
        var error = answer.Int16();
        var (leader, epoch, highWatermark) = (answer.Int32(), answer.Int32(), answer.Int64());
        var voters = answer.Array(Replica);
        answer.Array(Replica); // observers
        answer.Tagged();
        return error == 0 ? new(leader, epoch, highWatermark, voters) : null;
    }

    private static QuorumVoter Replica(KafkaReader answer)
    {
        var (id, end, fetched) = (answer.Int32(), answer.Int64(), answer.Int64());
        answer.Skip(8); // when it had all
        answer.Tagged();
        return new(id, end, fetched < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(fetched));
    }
}

/// <summary>A voter as the leader knows it.</summary>
/// <param name="Id">Node id.</param>
/// <param name="LogEnd">Behind what it has; -1 where that is not known.</param>
/// <param name="Fetched">When it asked for more last, by the leader's clock; null where it never did.</param>
internal sealed record QuorumVoter(int Id, long LogEnd, DateTimeOffset? Fetched);
