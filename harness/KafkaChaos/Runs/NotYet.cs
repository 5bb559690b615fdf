using KafkaChaos.Model;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Runs;

/// <summary>What of a scenario this version reads and plans, and cannot run: refused before anything starts, because a run that left it out would answer another question.</summary>
public static class NotYet
{
    /// <summary>All of it at once; empty where the scenario can be run. A problem names its key and has no place in the file.</summary>
    public static IReadOnlyList<Problem> Of(Scenario scenario) =>
        [.. Topology(scenario.Topology)
            .Select(missing => new Problem(scenario.Name, 0, 0, missing.Key, $"{missing.What} cannot be run in this version yet; {missing.Can}", null, []))];

    private static IEnumerable<Missing> Topology(Topology topology)
    {
        // The probe of their quorum needs a topic to alter.
        if (topology.IsKRaft && !topology.Brokers.Any())
        {
            yield return new("topology.zones", "controllers without brokers", "controllers with brokers, and combined nodes, can");
        }

        if (topology is { IsKRaft: true, Kafka.Version: var version } && MetadataVersions.Line(version) > MetadataVersions.LastRead)
        {
            yield return new("topology.kafka.version", $"KRaft of Kafka {version}", $"releases up to {MetadataVersions.LastRead} can");
        }

        foreach (var (key, image) in new[] { ("zookeeper", topology.ZooKeeper?.Image), ("kafka", topology.Kafka?.Image) })
        {
            if (image is ImageFlavour.Confluent)
            {
                yield return new($"topology.{key}.image", "Confluent's images", "official and built ones can");
            }
        }
    }

    private sealed record Missing(string Key, string What, string Can);
}
