using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>Survival from the topology alone, and expectations from it.</summary>
public static class Planner
{
    /// <param name="topology">What was launched.</param>
    /// <param name="acks">The load's; decides what writable means.</param>
    /// <param name="lost">Names of the nodes that are down.</param>
    /// <param name="replicas">As seen; for a topic that is not in it, the worst placement that Kafka may choose.</param>
    public static Prediction Predict(
        Topology topology, Acks acks, IReadOnlyCollection<string> lost, IReadOnlyList<PartitionReplicas> replicas)
    {
        var because = new List<string>();
        var survives = Quorum.Survives(topology, lost);
        if (QuorumRules.Quorum(topology, lost) is { } quorum)
        {
            because.Add($"the quorum {(survives ? "survives" : "is lost")}: {quorum.Reason.TrimEnd('.')}");
        }

        var spread = new Spread(topology);
        var dead = spread.Dead(lost);
        var topics = new List<TopicPrediction>();
        foreach (var topic in topology.Topics)
        {
            var seen = replicas.Where(one => one.Topic == topic.Name).ToList();
            var fewest = seen.Count > 0
                ? Fewest(topology, seen, lost)
                : Math.Max(0, topic.Replication - spread.Hit(TopicClass.Of([topic])[0], dead).Most);
            var one = PredictTopic(topic, acks, fewest);
            topics.Add(one);
            because.Add($"{topic.Name} {(one.Writable ? "stays writable" : "cannot be written")}: at least {fewest} of {topic.Replication} replicas of each partition live, acks={Name(acks)} needs {Needed(topic, acks)} (in-sync set full)");
        }

        return new Prediction(survives, topics, because);
    }

    /// <summary>What is left of a topic, or of one of its partitions, of which so many replicas live at the least.</summary>
    public static TopicPrediction PredictTopic(TopicLayout topic, Acks acks, int live) => new(topic.Name, live, live > 0, live >= Needed(topic, acks));

    /// <summary>How many in-sync replicas must live for a record to be acknowledged.</summary>
    public static int Needed(TopicLayout topic, Acks acks) => acks == Acks.All ? Math.Max(1, topic.MinInsyncReplicas) : 1;

    /// <summary>Fills what a scenario leaves open. The result has no null.</summary>
    /// <returns>The expectations, and one sentence for each bound that was derived.</returns>
    public static (Expectations Expect, IReadOnlyList<string> Derivations) Fill(
        Expectations given,
        Scenario scenario,
        ClusterSettings settings,
        IReadOnlyList<Outage> outages,
        IReadOnlyList<PartitionReplicas> replicas)
    {
        var acks = scenario.Load?.Acks ?? Acks.All;
        var strictest = scenario.Load?.StrictestAcks ?? Acks.All;
        var plans = outages
            .Select(outage => new PlannedOutage(outage, Predict(scenario.Topology, strictest, outage.Nodes, replicas)))
            .ToList();
        var bounds = Bounds.Of(scenario, settings, plans);
        var said = plans.SelectMany(plan => plan.Prediction.Because).Distinct().ToList();

        var brokers = scenario.Topology.Brokers.Any();
        var ensemble = scenario.Topology.Members.Any();
        var idempotent = scenario.Load?.AnyIdempotence ?? true;
        Say(ensemble && given.QuorumElectedWithin is null, bounds.QuorumElected);
        Say(brokers && given.LeadersElectedWithin is null, bounds.LeadersElected);
        Say(brokers && given.UnavailableAtMost is null, bounds.Unavailable);
        Say(given.RecoveredWithin is null, bounds.Recovered);
        if (brokers && scenario.Load is { } load && !load.Producers.All(producer => producer.Idempotence) && (given.Duplicated is null || given.Reordered is null))
        {
            said.Add($"duplicates and reorderings of {string.Join(", ", load.Producers.Where(producer => !producer.Idempotence).Select(producer => producer.Name))} are counted, not judged: without idempotence retries may make them");
        }

        if (brokers && acks != Acks.All && given.Lost is null)
        {
            said.Add($"no acknowledged record may be lost, although acks={Name(acks)} does not protect it: what is lost fails the run unless the scenario allows it");
        }

        return (new Expectations(
            given.QuorumSurvives ?? plans.All(plan => plan.Prediction.QuorumSurvives),
            given.QuorumElectedWithin ?? bounds.QuorumElected.Length,
            given.LeadersElectedWithin ?? bounds.LeadersElected.Length,
            given.UnavailableAtMost ?? bounds.Unavailable.Length,
            given.UnavailableAtLeast ?? TimeSpan.Zero,
            given.Lost ?? Limit.AtMost(0L),
            given.Duplicated ?? Limit.AtMost(idempotent ? 0 : long.MaxValue),
            given.Reordered ?? Limit.AtMost(idempotent ? 0 : long.MaxValue),
            given.RecoveredWithin ?? bounds.Recovered.Length), said);

        void Say(bool derived, Bound bound)
        {
            if (derived)
            {
                said.Add(bound.Derivation);
            }
        }
    }

    private static int Fewest(Topology topology, List<PartitionReplicas> seen, IReadOnlyCollection<string> lost)
    {
        var dead = topology.Brokers.Where(broker => lost.Contains(broker.Name)).Select(broker => broker.Id).ToHashSet();
        return seen.Min(one => one.Brokers.Count(id => !dead.Contains(id)));
    }

    private static string Name(Acks acks) => acks switch
    {
        Acks.None => "0",
        Acks.Leader => "1",
        _ => "all",
    };
}
