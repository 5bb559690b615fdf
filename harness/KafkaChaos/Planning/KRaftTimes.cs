using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Of KRaft's controllers and the brokers' sessions with the one that leads.</summary>
internal sealed class KRaftTimes(Topology topology, ClusterSettings settings) : IMetadataTimes
{
    // A round that is won takes milliseconds. The winner reads up to its log's end before it serves, and on a busy
    // machine votes wait like everything else.
    private static readonly TimeSpan ElectionAllowance = TimeSpan.FromSeconds(2);

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

    // The probe waits so long for one that does not commit, before it asks the next; those that are silent are asked, too.
    public Sum Write(bool silent)
    {
        var patience = 1.5 * settings.FetchTimeout;
        return silent
            ? Election(silent).Add($"the probe gives up each of {topology.Controllers.Count()} controllers after 1.5 times controller.quorum.fetch.timeout.ms", topology.Controllers.Count() * patience)
            : Election(silent).Add("the probe gives up a leader that does not commit after 1.5 times controller.quorum.fetch.timeout.ms", patience);
    }
}
