using System.Diagnostics;
using System.Globalization;
using KafkaChaos.Model;
using KafkaChaos.Planning;
using KafkaChaos.Reports;
using KafkaChaos.Runs;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>A plan of every pair, written as Markdown, for growing topologies whose replicas Kafka places, and for the same with every replica placed by hand.</summary>
internal static class PlanBenchmark
{
    private const int Repetitions = 5;
    private const int PartitionsOfTopic = 100;

    // Domains, zones, brokers, partitions; the last is the goal's.
    private static readonly (int Domains, int Zones, int Brokers, int Partitions)[] Sizes =
        [(3, 3, 18, 3_125), (3, 6, 36, 6_250), (4, 8, 80, 12_500), (5, 10, 150, 25_000), (5, 15, 300, 50_000)];

    public static int Run()
    {
        var table = Figures.Of("placed by", "domains", "zones", "brokers", "partitions", "first, ms", "median, ms", "allocated, MiB", "peak of the process, MiB");
        // The process's peak only grows, so that sizes go up.
        foreach (var byHand in new[] { false, true })
        {
            foreach (var (domains, zones, brokers, partitions) in Sizes)
            {
                var topology = Topology(domains, zones, brokers, partitions, byHand);
                var times = new List<double>();
                var before = GC.GetTotalAllocatedBytes(precise: true);
                for (var repetition = 0; repetition < Repetitions; repetition++)
                {
                    var watch = Stopwatch.StartNew();
                    _ = PlanMarkdown.Of(Plans.Of("bench", topology, Acks.All, new PlanScope(Pairs: true, Transient: false)));
                    times.Add(watch.Elapsed.TotalMilliseconds);
                }

                var allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / Repetitions;
                using var process = Process.GetCurrentProcess();
                table.AddRow(
                    byHand ? "hand" : "Kafka", Text(domains), Text(zones), Text(brokers), Text(partitions),
                    Text(times[0]), Text(times.Order().ElementAt(Repetitions / 2)), Text(allocated / 1048576.0), Text(process.PeakWorkingSet64 / 1048576.0));
            }
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{Repetitions} repetitions each, in one process; goal for the largest: under 2000 ms and 500 MiB");
        return ExitCode.Passed;
    }

    private static Topology Topology(int domains, int zones, int brokers, int partitions, bool byHand)
    {
        var places = Enumerable.Range(0, zones).Select(index => new Zone($"zone-{index}", $"domain-{index % domains}")).ToList();
        var nodes = new List<Node>();
        for (var index = 0; index < Math.Min(zones, 5); index++)
        {
            nodes.Add(new Node($"zookeeper-{index}", NodeKind.ZooKeeper, index + 1, places[index].Name));
        }

        for (var index = 0; index < brokers; index++)
        {
            nodes.Add(new Node($"kafka-{index}", NodeKind.Kafka, index + 1, places[index % zones].Name));
        }

        var topics = Enumerable.Range(0, partitions / PartitionsOfTopic).Select(topic => new TopicLayout($"topic-{topic}", PartitionsOfTopic, 3, 2)
        {
            Placement = byHand ? [.. Enumerable.Range(0, PartitionsOfTopic).Select(partition => Placed(topic, partition, brokers))] : null,
        });
        return new Topology(
            places, nodes, new ZooKeeperSoftware("3.9.4", new Dictionary<string, string>()), new KafkaSoftware("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()), [.. topics]);
    }

    private static IReadOnlyList<string> Placed(int topic, int partition, int brokers)
    {
        var first = (topic * PartitionsOfTopic) + partition;
        var second = 1 + (topic % (brokers - 2));
        return [$"kafka-{first % brokers}", $"kafka-{(first + second) % brokers}", $"kafka-{(first + second + 1) % brokers}"];
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
