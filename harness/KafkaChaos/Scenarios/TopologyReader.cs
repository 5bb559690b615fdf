using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a topology's map, and tells the rest of the scenario which places there are.</summary>
internal sealed class TopologyReader : SectionReader<Topology>
{
    // What ZooKeeper and one controller have been seen to bear.
    private const int MostPartitions = 200_000;

    private static readonly Field<IReadOnlyList<Named<IReadOnlyList<Placed<string>>>>> DomainsField = new(
        "domains", Domains.Reader, "The physical sites, with the zones in each; left out, each zone is a site of its own name.");

    private static readonly Field<IReadOnlyList<Named<ZoneNodes>>> Zones = new(
        "zones", new NamedReader<ZoneNodes>("the nodes in each zone", Words.Name, new ZoneReader()), "The availability zones, with the nodes in each.", Required: true);

    private static readonly Field<PlacedZooKeeper> ZooKeeper = new("zookeeper", new ZooKeeperReader(), "The ZooKeeper of the ensemble.");

    private static readonly Field<PlacedKafka> Kafka = new("kafka", new KafkaReader(), "The Kafka of brokers and controllers.");

    private static readonly Field<IReadOnlyList<Named<TopicLayout>>> Topics = new(
        "topics", new NamedReader<TopicLayout>("topic layouts", Words.TopicName, new TopicReader()), "The topics that a run creates.");

    internal override IReadOnlyList<Field> Fields { get; } = [DomainsField, Zones, ZooKeeper, Kafka, Topics];

    /// <summary>Whether a file's root is a topology; a scenario has its zones one level below.</summary>
    internal static bool IsTopology(YamlMap root) => root.Entries.Any(entry => entry.Key.Value == Zones.Name);

    protected override Topology? Build(Section section)
    {
        var domains = section.Get(DomainsField);
        var zones = section.Get(Zones);
        var problems = section.Reading.Problems;

        // First of all: software and topics are checked against the nodes.
        if (zones is not null)
        {
            var domainOf = Domains.OfZones(domains?.Value, zones.Value, section.KeyOf(DomainsField), problems);
            section.Reading.Places = Places.Of(zones.Value, domainOf, zones.At, section.KeyOf(Zones), problems);
        }

        var zooKeeper = section.Get(ZooKeeper)?.Value;
        var kafka = section.Get(Kafka)?.Value;
        var topics = section.Get(Topics);
        if (zones is null || section.Reading.Places is not { } places)
        {
            return null;
        }

        if (places.Complete)
        {
            CheckTogether(section, places);
            NodeRules.Check(section, Zones, zones.Value, places, zooKeeper, kafka);
        }

        var layouts = (topics?.Value ?? []).Where(topic => topic.Value is not null).Select(topic => topic.Value!.Value with { Name = topic.Name.Value }).ToList();
        if (layouts.Sum(layout => (long)layout.Partitions) is > MostPartitions and var partitions)
        {
            section.Error(Topics, $"{partitions} partitions in all topics together; at most {MostPartitions}");
        }

        return new Topology(places.Zones, places.Nodes, zooKeeper?.Software, kafka?.Software, layouts);
    }

    private static void CheckTogether(Section section, Places places)
    {
        if (places.Nodes.Count == 0 && section.Reading.OnlyPlanned)
        {
            return;
        }

        if (places.Nodes.Count == 0)
        {
            section.Error(Zones, "no zone holds a node; give at least one of zookeeper, kafka");
            return;
        }

        Together(section, ZooKeeper, places.CountOf(NodeKind.ZooKeeper), "ZooKeeper node");
        Together(section, Kafka, places.CountOf(NodeKind.Kafka), places.Brokers.Count > 0 ? "broker" : "controller");
        Together(section, Topics, places.Brokers.Count, "broker");
    }

    // Software and topics are given exactly where there are nodes to carry them.
    private static void Together(Section section, Field field, int nodes, string node)
    {
        if (nodes > 0 && !section.Has(field))
        {
            section.Error(field, $"missing; the zones hold {nodes} {node}{(nodes == 1 ? "" : "s")}");
        }
        else if (nodes == 0 && section.Has(field))
        {
            section.Error(field, $"no zone holds a {node}; leave it out");
        }
    }
}
