using KafkaChaos.Model;
using KafkaChaos.Planning;

namespace KafkaChaos.Tests.Planning;

/// <summary>Topologies in few words.</summary>
internal static class Sketch
{
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Zones such as <c>a=east:2/1</c>: domain, voters, brokers. Nodes are named <c>z-a-1</c> and <c>k-a-1</c>.</summary>
    public static Topology Of(string zones, params TopicLayout[] topics)
    {
        List<Zone> places = [];
        List<Node> nodes = [];
        foreach (var text in zones.Split(' '))
        {
            var parts = text.Split('=', ':', '/');
            places.Add(new Zone(parts[0], parts[1]));
            for (var one = 1; one <= int.Parse(parts[2]); one++)
            {
                nodes.Add(new Node($"z-{parts[0]}-{one}", NodeKind.ZooKeeper, nodes.Count + 1, parts[0]));
            }

            for (var one = 1; one <= int.Parse(parts[3]); one++)
            {
                nodes.Add(new Node($"k-{parts[0]}-{one}", NodeKind.Kafka, nodes.Count + 1, parts[0]));
            }
        }

        return new Topology(places, nodes, new ZooKeeperSoftware("3.9.4", None), new KafkaSoftware("3.9.2", MetadataMode.ZooKeeper, None), topics);
    }

    public static Topology With(this Topology topology, params (string Name, string Value)[] settings) =>
        topology with { Kafka = topology.Kafka! with { Settings = settings.ToDictionary(one => one.Name, one => one.Value) } };

    public static Topology WithoutRacks(this Topology topology) => topology with { Kafka = topology.Kafka! with { Racks = false } };

    public static TopicLayout Topic(int replication, int least, string name = "orders") => new(name, 6, replication, least);

    public static PlanRow Row(this Plan plan, string name) =>
        plan.Rows.Single(row => row.Name == name || row.Name.StartsWith(name + " (", StringComparison.Ordinal));

    public static Plan Plan(this Topology topology, Acks acks = Acks.All, bool pairs = false, bool transient = false) =>
        Plans.Of("sketch", topology, acks, new PlanScope(pairs, transient));

    /// <summary>The verdicts of a row: quorum, controller, groups, and those of its topics.</summary>
    public static string Verdicts(this PlanRow row) => string.Join(", ", row.Cells.Select(cell => cell?.Verdict ?? "-"));

    /// <summary>The verdicts of a row's first topic: readable, writable, lost by kill, lost by power loss.</summary>
    public static string OfTopic(this PlanRow row, int topic = 0) => string.Join(", ", new[]
    {
        row.Topics[topic].Readable, row.Topics[topic].Writable, row.Topics[topic].LostByKill, row.Topics[topic].LostByPowerLoss,
    }.Select(cell => cell.Verdict));
}
