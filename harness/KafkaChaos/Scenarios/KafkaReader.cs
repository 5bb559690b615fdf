using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>A Kafka, with the places of what is checked later.</summary>
internal sealed record PlacedKafka(KafkaSoftware Software, PlacedHardware Hardware);

/// <summary>Reads <c>kafka:</c> of a topology, after its zones.</summary>
internal sealed class KafkaReader : SectionReader<PlacedKafka>
{
    internal const string MostTransactionTimeout = "transaction.max.timeout.ms";

    /// <summary>Kafka's own.</summary>
    internal const int UsualMostTransactionTimeout = 900_000;

    /// <summary>Settings that bounds are derived from.</summary>
    internal static readonly IReadOnlyList<string> Counted =
    [
        "broker.heartbeat.interval.ms",
        "broker.session.timeout.ms",
        "controller.quorum.election.backoff.max.ms",
        "controller.quorum.election.timeout.ms",
        "controller.quorum.fetch.timeout.ms",
        "controller.quorum.request.timeout.ms",
        "default.replication.factor",
        "initial.broker.registration.timeout.ms",
        "min.insync.replicas",
        "offsets.topic.num.partitions",
        "offsets.topic.replication.factor",
        "replica.lag.time.max.ms",
        MostTransactionTimeout,
        "transaction.state.log.min.isr",
        "transaction.state.log.replication.factor",
        "zookeeper.session.timeout.ms",
    ];

    /// <summary>Settings that predictions are derived from.</summary>
    internal static readonly IReadOnlyList<string> Flags = ["unclean.leader.election.enable"];

    private static readonly Field<string> Version = new("version", Words.Version, "The Kafka release.", Required: true);

    private static readonly Field<MetadataMode> Metadata = new(
        "metadata",
        Words.Choice(("zookeeper", MetadataMode.ZooKeeper), ("kraft", MetadataMode.KRaft)),
        "Where Kafka keeps its metadata.",
        Required: true);

    private static readonly Field<IReadOnlyDictionary<string, string>> Settings = new(
        "settings", new SettingsReader("server.properties", OwnedSettings.Kafka, Counted, Flags), "Lines for server.properties.");

    private static readonly Field<bool> Racks = new("racks", Words.YesNo, "Whether brokers have their zone as broker.rack, so that replicas are spread over the zones; true where left out.");

    internal override IReadOnlyList<Field> Fields { get; } = [Version, Metadata, ZooKeeperReader.Image, Settings, .. HardwareFields.All, Racks];

    protected override PlacedKafka? Build(Section section)
    {
        var version = section.Get(Version);
        var metadata = section.Get(Metadata);
        var image = section.Get(ZooKeeperReader.Image);
        var settings = section.Get(Settings);
        var hardware = HardwareFields.Read(section);
        var racks = section.Get(Racks);
        HardwareFields.CheckHeap(hardware, null, section.Key, section.Reading.Problems);
        if (section.Reading.Places is { Complete: true } places)
        {
            CheckQuorum(section, metadata?.Value, places);
            CheckRacks(section, racks?.Value ?? true, places);
        }

        if (version is null || metadata is null)
        {
            return null;
        }

        if (MetadataVersions.Objection(metadata.Value, version.Value) is { } reason)
        {
            section.Error(Metadata, reason);
        }

        if (metadata.Value == MetadataMode.KRaft && settings?.Value.Keys.Where(name => name.StartsWith("zookeeper.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } idle)
        {
            section.Error(Settings, $"with metadata: kraft nothing reads {string.Join(", ", idle)}; leave {(idle.Count == 1 ? "it" : "them")} out");
        }

        return new PlacedKafka(
            new KafkaSoftware(version.Value, metadata.Value, settings?.Value ?? new Dictionary<string, string>())
            {
                Image = image?.Value ?? ImageFlavour.Any,
                Hardware = hardware.Value,
                Racks = racks?.Value ?? true,
            },
            hardware);
    }

    private static void CheckQuorum(Section section, MetadataMode? metadata, Places places)
    {
        var zooKeepers = places.CountOf(NodeKind.ZooKeeper);
        if (metadata == MetadataMode.KRaft && zooKeepers > 0)
        {
            section.Error(Metadata, $"the {zooKeepers} ZooKeeper nodes of the zones would be idle; take them out, or keep the metadata in zookeeper");
        }

        if (metadata == MetadataMode.KRaft && places.Brokers.Count > 0 && !places.Nodes.Any(node => node.IsController))
        {
            section.Error(Metadata, "no zone holds a controller; give some zones controllers or combined");
        }

        if (metadata == MetadataMode.ZooKeeper && places.Brokers.Count > 0 && places.CountOf(NodeRole.Voter) == 0)
        {
            section.Error(Metadata, "no zone holds a ZooKeeper voter; give some zones zookeeper");
        }
    }

    private static void CheckRacks(Section section, bool racks, Places places)
    {
        var zones = places.Brokers.Select(broker => broker.Zone).Distinct().Count();
        if (!racks && zones > 1)
        {
            section.Warn(Racks, $"without racks any placement may happen: all replicas of a partition may stand in one of the {zones} zones");
        }
    }
}
