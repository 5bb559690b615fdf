using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a topology's map, and tells the rest of the scenario which places there are.</summary>
internal sealed class TopologyReader : SectionReader<Topology>
{
    private static readonly Field<IReadOnlyList<Named<IReadOnlyList<Placed<string>>>>> DomainsField = new(
        "domains", Domains.Reader, "The physical sites, with the zones in each; left out, each zone is a site of its own name.");

    private static readonly Field<IReadOnlyList<Named<ZoneCounts>>> Zones = new(
        "zones", new NamedReader<ZoneCounts>("node counts", Words.Name, new ZoneReader()), "The availability zones, with the nodes in each.", Required: true);

    private static readonly Field<ZooKeeperSoftware> ZooKeeper = new("zookeeper", new ZooKeeperReader(), "The ZooKeeper of the ensemble.");

    private static readonly Field<KafkaSoftware> Kafka = new("kafka", new KafkaReader(), "The Kafka of the brokers.");

    private static readonly Field<IReadOnlyList<Named<TopicLayout>>> Topics = new(
        "topics", new NamedReader<TopicLayout>("topic layouts", Words.TopicName, new TopicReader()), "The topics that a run creates.");

    internal override IReadOnlyList<Field> Fields { get; } = [DomainsField, Zones, ZooKeeper, Kafka, Topics];

    /// <summary>Whether a file's root is a topology; a scenario has its zones one level below.</summary>
    internal static bool IsTopology(YamlMap root) => root.Entries.Any(entry => entry.Key.Value == Zones.Name);

    protected override Topology? Build(Section section)
    {
        var domains = section.Get(DomainsField);
        var zones = section.Get(Zones);
        var zooKeeper = section.Get(ZooKeeper);
        var kafka = section.Get(Kafka);
        var topics = section.Get(Topics);
        if (zones is null)
        {
            return null;
        }

        var problems = section.Reading.Problems;
        var domainOf = Domains.OfZones(domains?.Value, zones.Value, section.KeyOf(DomainsField), problems);
        var places = Places.Of(zones.Value, domainOf);
        section.Reading.Places = places;
        if (places.Complete)
        {
            CheckKinds(section, places, kafka?.Value);
            foreach (var topic in topics?.Value ?? [])
            {
                TopicReader.CheckBrokers(topic, places.CountOf(NodeKind.Kafka), $"{section.KeyOf(Topics)}.{topic.Name.Value}", problems);
            }
        }

        return new Topology(
            places.Zones,
            places.Nodes,
            zooKeeper?.Value,
            kafka?.Value,
            [.. (topics?.Value ?? []).Where(topic => topic.Value is not null).Select(topic => topic.Value!.Value with { Name = topic.Name.Value })]);
    }

    private static void CheckKinds(Section section, Places places, KafkaSoftware? kafka)
    {
        var voters = places.CountOf(NodeKind.ZooKeeper);
        var brokers = places.CountOf(NodeKind.Kafka);
        if (voters + brokers == 0)
        {
            if (section.Reading.OnlyPlanned)
            {
                return;
            }

            section.Error(Zones, "no zone holds a node; give at least one of zookeeper, kafka");
            return;
        }

        Together(section, ZooKeeper, voters, "ZooKeeper node");
        Together(section, Kafka, brokers, "broker");
        Together(section, Topics, brokers, "broker");
        if (kafka?.Metadata == MetadataMode.ZooKeeper && brokers > 0 && voters == 0)
        {
            section.Error(Kafka, "metadata is kept in ZooKeeper, and no zone holds a ZooKeeper node");
        }

        if (voters > 0 && voters % 2 == 0)
        {
            section.Warn(Zones, $"{voters} ZooKeeper voters survive the loss of {(voters - 1) / 2}, as {voters - 1} would; the last adds nothing but one more that can fail");
        }
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
