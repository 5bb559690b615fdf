namespace KafkaChaos.Checking;

/// <summary>Replicas of a partition stand in as many racks (zones) as they can.</summary>
internal sealed class Placement : IChecker
{
    private const string Property = "placement";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var partitions = new Timeline(trial).Partitions;
        if (partitions.Count == 0)
        {
            return [];
        }

        var zones = trial.Scenario.Topology.Brokers.ToDictionary(broker => broker.Id, broker => broker.Zone);
        var racks = zones.Values.Distinct().Count();
        var unseen = partitions.Where(one => one.Replicas is null).ToList();
        if (unseen.Count > 0)
        {
            return [Say.Inconclusive(Property, $"where the replicas of {unseen.Count} partitions are was not looked up, {unseen[0]} among them")];
        }

        var evidence = new List<Evidence>();
        foreach (var one in partitions)
        {
            var distinct = one.Replicas!.Select(id => zones.GetValueOrDefault(id, $"unknown broker {id}")).Distinct().Count();
            var expected = Math.Min(racks, one.Replication);
            if (distinct != expected || one.Replicas!.Count != one.Replication)
            {
                evidence.Add(new(null, $"znode /brokers/topics/{one.Topic}", $"{one} has replicas [{string.Join(", ", one.Replicas!)}] in {distinct} zones, expected {one.Replication} in {expected}"));
            }
        }

        Figure[] figures = [new("partitions", partitions.Count, "partitions"), new("misplaced", evidence.Count, "partitions")];
        return [evidence.Count == 0
            ? Say.Passed(Property, $"each of {partitions.Count} partitions has its replicas in as many of the {racks} zones as it can", figures)
            : Say.Failed(Property, $"{evidence.Count} of {partitions.Count} partitions are misplaced: {evidence[0].Text}", figures, evidence)];
    }
}
