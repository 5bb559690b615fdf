using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>A run of any length, the same for the same size: every record is acknowledged in turn and read where it was acknowledged, whatever happens to the cluster.</summary>
internal static class SyntheticHistory
{
    private const string Topic = SyntheticCluster.Topic;
    private const string Producer = "producer-1";
    private const int Partitions = SyntheticCluster.Partitions;
    private const int Rate = 1_000;

    public static Scenario Scenario { get; } = new(
        "bench", "How fast is a history judged?", Topology(), new Load(new ProducerLoad(Rate, Acks.All, true, 100)), SyntheticCluster.Steps, new Expectations());

    /// <param name="operations">Sends and reads together, and what a consumer is handed.</param>
    /// <param name="consumed">Whether every record is handed to a consumer, too.</param>
    public static IReadOnlyList<HistoryEvent> Of(int operations, bool consumed = false)
    {
        var records = operations / (consumed ? 3 : 2);
        var began = TimeSpan.FromSeconds(10);
        var ended = began + TimeSpan.FromSeconds(((double)records / Rate) + 1);
        List<HistoryEvent> events =
        [
            new RunStarted("bench", Scenario.Name, DateTimeOffset.UnixEpoch, "bench") { At = TimeSpan.Zero },
            new ClusterDescribed(Scenario.Topology.Nodes.ToDictionary(node => node.Name, _ => "Kafka 3.9.2"), new Dictionary<string, string>(), new Dictionary<string, string>(), new Dictionary<string, string>()) { At = began },
            .. SyntheticCluster.Before(began),
            new PhaseBegan(Phase.Load) { At = began },
        ];
        for (var record = 0; record < records; record++)
        {
            var due = began + (TimeSpan.FromSeconds(1) / Rate * record);
            if (record % Rate == 0)
            {
                events.AddRange(SyntheticCluster.During(record / Rate, records / Rate, due + TimeSpan.FromMilliseconds(5)));
            }

            events.Add(new SendOperation(Producer, Topic, record % Partitions, record / Partitions, due, due + TimeSpan.FromTicks(100), Outcome.Ok, record / Partitions, null)
            {
                At = due + TimeSpan.FromMilliseconds(5),
            });
            if (consumed)
            {
                events.Add(new ConsumedRecord("reader.1", Topic, record % Partitions, record / Partitions, Producer, record / Partitions) { At = due + TimeSpan.FromMilliseconds(6) });
            }
        }

        events.Add(new PhaseBegan(Phase.Recovering) { At = ended });
        events.Add(new PhaseBegan(Phase.FinalRead) { At = ended });
        for (var record = 0; record < records; record++)
        {
            events.Add(new ReadRecord(Topic, record % Partitions, record / Partitions, Producer, record / Partitions) { At = ended + TimeSpan.FromTicks(10L * record) });
        }

        var done = ended + TimeSpan.FromTicks(10L * records);
        for (var partition = 0; partition < Partitions; partition++)
        {
            var end = (records - partition + Partitions - 1) / Partitions;
            events.Add(new ReadEnded(Topic, partition, ended, 0, end, end) { At = done, EndAfter = end });
        }

        events.AddRange(SyntheticCluster.After(done));
        events.Add(new RunEnded(RunEnd.Completed, null) { At = done });
        events.Add(new PhaseBegan(Phase.CleaningUp) { At = done });
        events.Add(new LeftoverAudit([], Kept: false) { At = done });
        return events;
    }

    private static Topology Topology()
    {
        string[] zones = ["a", "b", "c"];
        return new Topology(
            [.. zones.Select(zone => new Zone(zone, zone))],
            [.. zones.SelectMany((zone, index) => new[] { new Node($"zookeeper-{zone}-1", NodeKind.ZooKeeper, index + 1, zone), new Node($"kafka-{zone}-1", NodeKind.Kafka, index + 1, zone) })],
            new ZooKeeperSoftware("3.9.4", new Dictionary<string, string>()),
            new KafkaSoftware("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()),
            [new TopicLayout(Topic, Partitions, 3, 2)]);
    }
}
