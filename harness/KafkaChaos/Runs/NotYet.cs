using System.Globalization;
using System.Text.Json;
using KafkaChaos.Model;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Runs;

/// <summary>What of a scenario this version reads and plans, and cannot run: refused before anything starts, because a run that left it out would answer another question.</summary>
public static class NotYet
{
    /// <summary>All of it at once; empty where the scenario can be run. A problem names its key and has no place in the file.</summary>
    public static IReadOnlyList<Problem> Of(Scenario scenario) =>
        [.. Topology(scenario.Topology).Concat(Steps(scenario.Steps)).Concat(Clients(scenario.Load))
            .Select(missing => new Problem(scenario.Name, 0, 0, missing.Key, $"{missing.What} cannot be run in this version yet; {missing.Can}", null, []))];

    private static IEnumerable<Missing> Topology(Topology topology)
    {
        if (topology.Kafka is { Metadata: MetadataMode.KRaft })
        {
            yield return new("topology.kafka.metadata", "KRaft topologies", "metadata: zookeeper can");
        }

        if (topology.Nodes.Any(node => node.IsController))
        {
            yield return new("topology.zones", "controllers", "brokers whose metadata is in ZooKeeper can");
        }

        foreach (var (key, image) in new[] { ("zookeeper", topology.ZooKeeper?.Image), ("kafka", topology.Kafka?.Image) })
        {
            if (image is ImageFlavour.Confluent)
            {
                yield return new($"topology.{key}.image", "Confluent's images", "official and built ones can");
            }
        }
    }

    private static IEnumerable<Missing> Steps(IReadOnlyList<Step> steps)
    {
        var numbered = steps.Select((step, index) => (Step: step, Number: index + 1)).ToList();
        foreach (var fault in numbered.Where(one => one.Step.Fault is Fault.Upgrade or Fault.Downgrade).GroupBy(one => one.Step.Fault))
        {
            yield return new("steps", $"{Word(fault.Key)} ({Numbers(fault.Select(one => one.Number))})", "every other fault can");
        }
    }

    private static IEnumerable<Missing> Clients(Load? load)
    {
        var producers = load?.Producers ?? [];
        if (producers.Count > 1)
        {
            yield return new("load.producers", "more than one producer", "one can");
        }

        foreach (var producer in producers)
        {
            var parts = new (bool Used, string What, string Can)[]
            {
                (producer.Topics.Count > 0, "a producer of certain topics", "one of all topics can"),
                (double.IsInfinity(producer.Rate), "a rate as fast as possible", "a rate such as 200/s can"),
                (producer.Keys != Keys.PerPartition, "hashed keys", "keys: per-partition can"),
                (producer.TransactionRecords > 0, "transactions", "records outside transactions can"),
                (producer.Settings.Count > 0, "settings of a producer", "the harness's own can"),
            };
            foreach (var (_, what, can) in parts.Where(part => part.Used))
            {
                yield return new($"load ({producer.Name})", what, can);
            }
        }

        if (load is { Consumers.Count: > 0 })
        {
            yield return new("load.consumers", "consumers", "a load without them can; every record is read at the end");
        }

        if (load is { ProbeRate: not null })
        {
            yield return new("load.quorum-probe", "a rate of the quorum probe", "the harness's own can");
        }
    }

    private static string Numbers(IEnumerable<int> steps)
    {
        var numbers = steps.ToList();
        return $"step{(numbers.Count == 1 ? "" : "s")} {string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}";
    }

    private static string Word<T>(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}");

    private sealed record Missing(string Key, string What, string Can);
}
