namespace KafkaChaos.Planning;

/// <summary>Of KRaft's controllers and the brokers' sessions with the one that leads.</summary>
internal sealed class KRaftTimes(ClusterSettings settings) : IMetadataTimes
{
    // A round that is won takes milliseconds. The winner reads up to its log's end before it serves, and on a busy
    // machine votes wait like everything else.
    private static readonly TimeSpan ElectionAllowance = TimeSpan.FromSeconds(2);

    // Of what a broker could not hand on it looks for a controller every 0.1 s, and the probe writes several times a second.
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    public string Member => "a controller";

    // Kafka 3.9 looks when the session is over, 4.0 eight times in one.
    public Sum Expiry => new Sum()
        .Add("session (broker.session.timeout.ms)", settings.Session)
        .Add("1/8 of it, by which the controller looks for those that ended", settings.Session / 8);

    // A leader that was killed is noticed no sooner than a silent one; one that is stopped resigns at once.
    public Sum Election(bool silent) => new Sum()
        .Add("a leader is given up (controller.quorum.fetch.timeout.ms)", settings.FetchTimeout)
        .Add("a round that nobody wins, up to twice controller.quorum.election.timeout.ms", 2 * settings.ElectionTimeout)
        .Add("pause before the next (controller.quorum.election.backoff.max.ms)", settings.ElectionBackoff)
        .Add("KRaft election", ElectionAllowance);

    public Sum Heard(bool silent) => silent
        ? Election(silent).Add("a silent controller is asked in vain who leads (controller.quorum.request.timeout.ms)", settings.QuorumRequestTimeout)
        : Election(silent);

    public Sum Write(bool silent)
    {
        // A broker hands writes on one at a time: what a silent controller has of it holds up all others.
        var sum = silent ? Heard(silent).Add("a broker gives up what it handed to a silent controller (controller.socket.timeout.ms)", settings.ControllerSocketTimeout) : Heard(silent);
        return sum.Add("a broker and the probe try again", Retry);
    }
}
