using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>One bound and where it comes from, in one sentence.</summary>
public sealed record Bound(TimeSpan Length, string Derivation);

/// <summary>An outage with what the planner says of it.</summary>
public sealed record PlannedOutage(Outage Outage, Prediction Prediction);

/// <summary>How long things may take, derived from the cluster's and the client's settings. Each is the largest over all outages.</summary>
/// <param name="QuorumElected">From a fault to the first write through the quorum.</param>
/// <param name="LeadersElected">From a fault to a live leader of every partition that lost its own.</param>
/// <param name="Unavailable">The longest time without an acknowledgement of any partition.</param>
/// <param name="Recovered">From the undo to full in-sync sets and an ensemble that serves.</param>
public sealed record Bounds(Bound QuorumElected, Bound LeadersElected, Bound Unavailable, Bound Recovered)
{
    // Seen: 0.5 s from a session's end to the last partition's new leader.
    private static readonly TimeSpan Controller = TimeSpan.FromSeconds(2);

    // From a new leader that the client knows to its first acknowledgement, with what had piled up.
    private static readonly TimeSpan FirstAcknowledgement = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MemberStart = TimeSpan.FromSeconds(30);

    // Kafka's own system tests allow a broker as much.
    private static readonly TimeSpan BrokerStart = TimeSpan.FromSeconds(60);

    /// <param name="scenario">Topology and load.</param>
    /// <param name="settings">As effective.</param>
    /// <param name="plans">In order of time.</param>
    public static Bounds Of(Scenario scenario, ClusterSettings settings, IReadOnlyList<PlannedOutage> plans)
    {
        var topology = scenario.Topology;
        var times = IMetadataTimes.Of(topology, settings);
        var members = topology.Members.Select(node => node.Name).ToHashSet();
        var brokers = topology.Brokers.Select(node => node.Name).ToHashSet();
        var anyMember = plans.Any(plan => plan.Outage.Nodes.Any(members.Contains));
        var anyBroker = plans.Any(plan => plan.Outage.Muted || plan.Outage.Nodes.Any(brokers.Contains));

        var client = ClientOf(scenario, settings);
        var recovery = new Sum();
        if (anyMember)
        {
            recovery = recovery.Add($"start of {times.Member}", MemberStart).Add(times.Election(silent: false));
        }

        if (anyBroker)
        {
            recovery = recovery.Add(times.Expiry).Add("start of a broker", BrokerStart);
        }

        // Where no node is lost, as with slow networks alone, a quorum may still have to elect.
        Sum quorum = plans.Count == 0 && members.Count > 0 ? times.Write(silent: false) : new(), leaders = new(), silence = new();
        TimeSpan? chain = null;
        var moves = new List<(TimeSpan Began, TimeSpan Until)>();
        Outage? earlier = null;
        foreach (var (outage, prediction) in plans)
        {
            var member = outage.Nodes.Any(members.Contains);
            var broker = outage.Muted || outage.Nodes.Any(brokers.Contains);
            var silent = outage.Silent;
            var lasts = new Sum().Add("until the undo", outage.Lasts);
            // A process that is silent closes nothing: its clients give up the connection only then.
            var patient = silent ? new Sum().Add("connection to a silent broker given up (socket.timeout.ms)", settings.SocketTimeout).Add(client) : client;

            var write = (prediction.QuorumSurvives ? new Sum() : lasts.Add($"start of {times.Member}", MemberStart))
                .Add(times.Write(silent));
            quorum = Sum.Larger(quorum, write);

            // Sessions start anew with a new leader of the members, so its election comes before them.
            var move = !broker ? new Sum()
                : !prediction.QuorumSurvives || prediction.Topics.Any(topic => !topic.Led) ? lasts.Add(recovery).Add("controller", Controller)
                : (member ? times.Election(silent) : new Sum()).Add(times.Expiry).Add("controller", Controller);

            // So a member that is hit before leaders have moved makes one long move of two.
            var anew = outage.Nodes.Any(node => members.Contains(node) && !(earlier?.Nodes.Contains(node) == true && earlier.Began + earlier.Lasts > outage.Began));
            var first = moves.Where(one => anew && one.Until > outage.Began).Select(one => one.Began).Append(outage.Began).Min();
            leaders = Sum.Larger(leaders, Since(first, outage.Began, move));
            moves.Add((first, outage.Began + move.Total));
            earlier = outage;

            var open = !outage.Muted && prediction.QuorumSurvives && prediction.Topics.All(topic => topic.Writable);
            var stall = !broker ? client
                : open ? move.Add(patient)
                : lasts.Add(recovery).Add("controller", Controller).Add(patient).Add("reconnection to a returned broker (reconnect.backoff.max.ms)", settings.ReconnectBackoffMost);

            // A kill within the stall of the one before makes one long stall of two.
            chain = chain is { } start && outage.Began - start < silence.Total ? start : outage.Began;
            silence = Sum.Larger(silence, Since(chain.Value, outage.Began, stall));
        }

        return new Bounds(
            quorum.Bound("quorum elected within"),
            leaders.Bound("leaders elected within"),
            Sum.Larger(silence, client).Bound("unavailable at most"),
            recovery.Bound("recovered within"));
    }

    /// <summary>How long a quorum that survives a fault may take until a client writes through it again.</summary>
    /// <param name="silent">See <see cref="Outage.Silent"/>.</param>
    public static TimeSpan Election(Topology topology, ClusterSettings settings, bool silent) => IMetadataTimes.Of(topology, settings).Write(silent).Total;

    /// <summary>How long it may take from a broker's silence until others see that its session ended.</summary>
    /// <param name="elected">Whether the members may have to elect a leader first, with which sessions start anew.</param>
    public static TimeSpan Expiry(Topology topology, ClusterSettings settings, bool elected)
    {
        var times = IMetadataTimes.Of(topology, settings);
        return (elected ? times.Heard(silent: true).Add(times.Expiry) : times.Expiry).Total;
    }

    private static Sum Since(TimeSpan first, TimeSpan began, Sum last) =>
        began > first ? new Sum().Add("since the kill before", began - first).Add(last) : last;

    private static Sum ClientOf(Scenario scenario, ClusterSettings settings) => new Sum()
        .Add("leader query (retry.backoff.max.ms)", settings.RetryBackoffMost)
        .Add("retry of the record (retry.backoff.max.ms)", settings.RetryBackoffMost)
        .Add("linger", settings.Linger)
        .Add("first acknowledgement", FirstAcknowledgement)
        .Add(scenario.Load?.Producers.Any(producer => producer.TransactionRecords > 0) == true
            ? new Sum().Add("query of the transaction's coordinator (retry.backoff.max.ms)", settings.RetryBackoffMost).Add("retry of its commit (retry.backoff.max.ms)", settings.RetryBackoffMost)
            : new Sum())
        .Add("2 intervals of the load on a partition", 2 * (scenario.Load?.IntervalOn(scenario.Topology) ?? TimeSpan.Zero));
}
