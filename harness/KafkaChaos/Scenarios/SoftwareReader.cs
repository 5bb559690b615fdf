using System.Globalization;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads <c>zookeeper:</c> of a topology.</summary>
internal sealed class ZooKeeperReader : SectionReader<ZooKeeperSoftware>
{
    private static readonly Field<string> Version = new("version", Words.Version, "The ZooKeeper release.", Required: true);
    private static readonly Field<IReadOnlyDictionary<string, string>> Settings = new("settings", new SettingsReader("zoo.cfg", OwnedSettings.ZooKeeper, ["tickTime", "initLimit", "syncLimit", "minSessionTimeout", "maxSessionTimeout"]), "Lines for zoo.cfg.");

    internal override IReadOnlyList<Field> Fields { get; } = [Version, Settings];

    protected override ZooKeeperSoftware? Build(Section section)
    {
        var version = section.Get(Version);
        var settings = section.Get(Settings);
        return version is null ? null : new ZooKeeperSoftware(version.Value, settings?.Value ?? new Dictionary<string, string>());
    }
}

/// <summary>Reads <c>kafka:</c> of a topology.</summary>
internal sealed class KafkaReader : SectionReader<KafkaSoftware>
{
    private const int FirstMajorWithoutZooKeeper = 4;

    private static readonly Field<string> Version = new("version", Words.Version, "The Kafka release.", Required: true);

    private static readonly Field<MetadataMode> Metadata = new(
        "metadata",
        Words.Choice(("zookeeper", MetadataMode.ZooKeeper), ("kraft", MetadataMode.KRaft)),
        "Where Kafka keeps its metadata.",
        Required: true);

    private static readonly Field<IReadOnlyDictionary<string, string>> Settings = new("settings", new SettingsReader("server.properties", OwnedSettings.Kafka, ["zookeeper.session.timeout.ms"]), "Lines for server.properties.");

    internal override IReadOnlyList<Field> Fields { get; } = [Version, Metadata, Settings];

    protected override KafkaSoftware? Build(Section section)
    {
        var version = section.Get(Version);
        var metadata = section.Get(Metadata);
        var settings = section.Get(Settings);
        if (version is null || metadata is null)
        {
            return null;
        }

        if (metadata.Value == MetadataMode.ZooKeeper
            && int.Parse(version.Value.Split('.')[0], CultureInfo.InvariantCulture) >= FirstMajorWithoutZooKeeper)
        {
            section.Error(Metadata, $"Kafka {version.Value} has no ZooKeeper mode; 3.9 was the last line with it");
        }

        return new KafkaSoftware(version.Value, metadata.Value, settings?.Value ?? new Dictionary<string, string>());
    }
}
