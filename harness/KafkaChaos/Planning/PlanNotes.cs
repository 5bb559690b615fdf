using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>What a reader must know of a topology before any loss.</summary>
internal static class PlanNotes
{
    public static IReadOnlyList<string> Of(Topology topology, Acks acks)
    {
        var settings = ClusterSettings.Of(topology);
        return [.. QuorumNotes.Of(topology), .. Places(topology), .. ZooKeeper(topology), .. HardwareAdvice.Of(topology), .. Kafka(topology, settings, acks)];
    }

    private static IEnumerable<string> Places(Topology topology)
    {
        var populated = topology.Zones.Where(zone => topology.Nodes.Any(node => node.Zone == zone.Name)).ToList();
        var domains = populated.GroupBy(zone => zone.Domain).ToList();
        var shared = domains.Where(domain => domain.Count() > 1).ToList();
        foreach (var domain in shared)
        {
            var zones = Names.And(domain.Select(zone => zone.Name));
            yield return $"Zones {zones} are one physical domain ({domain.Key}) and die together. Kafka spreads replicas over zones and knows nothing of domains, so what looks spread over {zones} is not.";
        }

        if (domains.Count == 1)
        {
            yield return $"Every node stands in {domains[0].Key}: a link cut between domains is noticed by none of them, and the loss of that one ends them all.";
        }

        if (domains.Count > 1)
        {
            var inside = shared.Count > 0 ? $"; what talks only within {shared[0].Key} ({Names.And(shared[0].Select(zone => zone.Name))}) does not notice" : "";
            yield return $"A link cut between two domains leaves every node alive and is no row here: it stops what needs both sides, and the side without a majority of the voters loses its quorum{inside}.";
        }
    }

    private static IEnumerable<string> ZooKeeper(Topology topology)
    {
        if (topology.ZooKeeper is not { } software || !topology.Ensemble.Any())
        {
            yield break;
        }

        yield return software.Settings.GetValueOrDefault("forceSync") is "no"
            ? "forceSync=no: ZooKeeper acknowledges before a write is on disk, so a power loss can take acknowledged znodes."
            : $"Acknowledged znodes survive a power loss in steady state (forceSync). While members synchronise after an election there are known losses: ZOOKEEPER-4643, 4646, 4785{(software.Version == "3.9.3" ? ", and 4925 in this version, 3.9.3" : "")}.";
    }

    private static IEnumerable<string> Kafka(Topology topology, ClusterSettings settings, Acks acks)
    {
        if (topology.Kafka is not { } kafka)
        {
            yield break;
        }

        var brokers = topology.Brokers.Count();
        if (kafka.Metadata == MetadataMode.ZooKeeper && settings.Session != settings.SessionAsked)
        {
            yield return $"Brokers ask for a session of {Seconds(settings.SessionAsked)} and ZooKeeper grants {Seconds(settings.Session)}: by default 2 to 20 ticks of {Seconds(settings.Tick)} (minSessionTimeout, maxSessionTimeout).";
        }

        if (!kafka.Racks && topology.Topics.Any(topic => topic.Placement is null))
        {
            yield return "Rack awareness is off: any brokers may hold the replicas of a partition, all of them in one zone too. A cell holds for the worst placement, and its reason gives the chance if a placement is random.";
        }

        if (settings.Kafka.GetValueOrDefault("unclean.leader.election.enable") == "true")
        {
            yield return "unclean.leader.election.enable=true: where no in-sync member lives, a replica leads that lacks acknowledged records, and they are gone.";
        }

        if (kafka.Metadata == MetadataMode.KRaft && Versions.AtLeast(kafka.Version, 4, 0))
        {
            yield return $"Eligible leader replicas ({(Versions.AtLeast(kafka.Version, 4, 1) ? "on by default on new clusters from 4.1" : "to be turned on in 4.0")}) help against losing the last in-sync members one after another; the power loss of a whole site that holds the in-sync set they do not save.";
        }

        if (acks != Acks.All)
        {
            yield return $"Planned for acks={(acks == Acks.None ? "0" : "1")}: an acknowledgement says nothing about other replicas, and min.insync.replicas does not apply.";
        }

        if (!settings.Kafka.ContainsKey("offsets.topic.replication.factor") && brokers is > 0 and < 3)
        {
            yield return $"offsets.topic.replication.factor is left at Kafka's default of 3 with {brokers} broker{(brokers == 1 ? "" : "s")}: no consumer group ever forms. (A run of this harness writes {brokers}.)";
        }

        foreach (var topic in TopicClass.Of(topology.Topics))
        {
            if (topic.MinInsyncReplicas == topic.Replication && topic.Replication > 1 && acks == Acks.All)
            {
                yield return $"{Names.Some(topic.Topics)}: min.insync.replicas equals the replication of {topic.Replication}, so the loss of any replica stops acks=all.";
            }
        }

        if (brokers > 1)
        {
            yield return "After a failback leaders stay where the loss drove them until a preferred election (auto.leader.rebalance.enable, off in a run of this harness): the next loss may hit a node that leads nothing.";
        }
    }

    private static string Seconds(TimeSpan length) => length.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
