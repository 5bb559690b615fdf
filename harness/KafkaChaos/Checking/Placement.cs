using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Replicas of a partition stand where the topology places them; else, where brokers have racks, in as many racks (zones) as they can.</summary>
internal sealed class Placement : IChecker
{
    private const string Property = "placement";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = Timeline.Of(trial);
        var partitions = timeline.Partitions;
        if (partitions.Count == 0)
        {
            return [];
        }

        var unseen = partitions.Where(one => one.Replicas is null).ToList();
        if (unseen.Count > 0)
        {
            return [Say.Inconclusive(Property, $"where the replicas of {unseen.Count} partitions are was not looked up, {unseen[0]} among them")];
        }

        var topology = trial.Scenario.Topology;
        var placements = topology.Topics.ToDictionary(topic => topic.Name, topic => topic.Placement);
        var evidence = new List<Evidence>();
        foreach (var one in partitions)
        {
            var misplaced = placements[one.Topic] is { } rows ? OtherThanPlaced(topology, one, rows[one.Partition]) : NotSpread(topology, one);
            if (misplaced is not null)
            {
                var seen = trial.History.Of<ReplicaAssignment>().Last(assigned => assigned.Topic == one.Topic && assigned.Partition == one.Partition);
                evidence.Add(new(seen.At, timeline.Sources.ReplicasOf(one.Topic), misplaced) { On = [seen] });
            }
        }

        Figure[] figures = [new("partitions", partitions.Count, "partitions"), new("misplaced", evidence.Count, "partitions")];
        return [evidence.Count == 0
            ? Say.Passed(Property, $"each of {partitions.Count} partitions has its replicas {Meant(topology)}", figures)
            : Say.Failed(Property, $"{evidence.Count} of {partitions.Count} partitions are misplaced: {evidence[0].Text}", figures, evidence)];
    }

    private static string? OtherThanPlaced(Topology topology, PartitionName one, IReadOnlyList<string> row)
    {
        var placed = row.Select(broker => topology.NodeNamed(broker).Id).ToList();
        return placed.SequenceEqual(one.Replicas!)
            ? null
            : $"{one} has replicas [{string.Join(", ", one.Replicas!)}], and the topology places them on [{string.Join(", ", placed)}]";
    }

    private static string? NotSpread(Topology topology, PartitionName one)
    {
        var zones = topology.Brokers.ToDictionary(broker => broker.Id, broker => broker.Zone);
        var distinct = one.Replicas!.Select(id => zones.GetValueOrDefault(id, $"unknown broker {id}")).Distinct().Count();
        var expected = Math.Min(zones.Values.Distinct().Count(), one.Replication);
        var spread = distinct == expected || topology.Kafka is { Racks: false };
        return spread && one.Replicas!.Count == one.Replication
            ? null
            : $"{one} has replicas [{string.Join(", ", one.Replicas!)}] in {distinct} zones, expected {one.Replication}{(topology.Kafka is { Racks: false } ? " in any" : $" in {expected}")}";
    }

    private static string Meant(Topology topology)
    {
        var racks = topology.Brokers.Select(broker => broker.Zone).Distinct().Count();
        var free = topology.Kafka is { Racks: false } ? "on any brokers, for they have no racks" : $"in as many of the {racks} zones as it can";
        return topology.Topics.All(topic => topic.Placement is not null) ? "where the topology places them"
            : topology.Topics.All(topic => topic.Placement is null) ? free
            : $"where the topology places them, or else {free}";
    }
}
