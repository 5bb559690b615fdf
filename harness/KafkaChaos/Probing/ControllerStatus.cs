using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>What a KRaft controller says of itself, asked on its own port.</summary>
/// <param name="Mode">A follower where it names another leader: whether it follows is for that one to say.</param>
/// <param name="Leader">Node id of the leader that it names; null where it knows of none, or does not answer.</param>
/// <param name="Epoch">The leader epoch that it knows of.</param>
internal sealed record ControllerStatus(MemberMode Mode, int? Leader, int Epoch)
{
    /// <summary>By a fetch in an epoch that is over: whoever gets one names the leader that it knows of.</summary>
    /// <param name="id">The node's.</param>
    /// <param name="connection">To its controller listener.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    public static async Task<ControllerStatus> AskAsync(int id, KafkaConnection connection, CancellationToken token)
    {
        if (await QuorumFetch.AskAsync(connection, 0, 0, 0, token) is not { } told)
        {
            return new(MemberMode.Silent, null, 0);
        }

        if (told.Leader != id)
        {
            return new(told.Leader is null ? MemberMode.NotServing : MemberMode.Follower, told.Leader, told.Epoch);
        }

        // One that resigned names itself until another is elected.
        return await QuorumFetch.AskAsync(connection, told.Epoch, 0, 0, token) switch
        {
            null => new(MemberMode.Silent, null, 0),
            { Error: 0 } => new(MemberMode.Leader, id, told.Epoch),
            _ => new(MemberMode.NotServing, null, told.Epoch),
        };
    }

    /// <summary>What a controller is in its quorum. It follows where the one that it names leads and has been asked by it of late: a follower that is cut off goes on naming its last leader.</summary>
    /// <param name="id">The node's.</param>
    /// <param name="controllers">Endpoints of the controller listeners, by node id.</param>
    /// <param name="late">How long ago a follower may have fetched.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    public static async Task<MemberStatus> OfAsync(int id, IReadOnlyDictionary<int, string> controllers, TimeSpan late, CancellationToken token)
    {
        using var connection = new KafkaConnection(controllers[id]);
        var told = await AskAsync(id, connection, token);
        var serves = told.Mode switch
        {
            MemberMode.Leader => true,
            MemberMode.Follower => controllers.TryGetValue(told.Leader!.Value, out var endpoint) && Follows(id, told.Epoch, late, await QuorumDescription.AskAsync(endpoint, token)),
            _ => false,
        };
        return serves ? new(told.Mode, told.Epoch) : new(told.Mode == MemberMode.Silent ? MemberMode.Silent : MemberMode.NotServing, null);
    }

    // All clocks are this machine's.
    private static bool Follows(int id, int epoch, TimeSpan late, QuorumDescription? quorum) =>
        quorum?.Epoch == epoch && quorum.Voters.Any(voter => voter.Id == id && DateTimeOffset.UtcNow - voter.Fetched <= late);
}
