using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>A node with a name of the scenario's choice.</summary>
internal sealed record NodeEntry(NodeRole Role, IReadOnlyDictionary<string, string>? Settings, PlacedHardware Hardware);

/// <summary>Reads one named node of a zone; its name is the key above.</summary>
internal sealed class NodeReader : SectionReader<NodeEntry>
{
    private const string Common = "bounds and predictions hold for the whole cluster; give it in the settings of its software";

    private static readonly Field<NodeRole> Is = new("is", RoleWords.Reader, "What the node is.", Required: true);

    private static readonly Field<IReadOnlyDictionary<string, string>> Settings = new(
        "settings", new SettingsReader("the node's own configuration", new Dictionary<string, string>(), [], []), "Lines for zoo.cfg or server.properties of this node, over those of its software.");

    private static readonly SettingsReader ForZooKeeper = new("zoo.cfg", With(OwnedSettings.ZooKeeper, ZooKeeperReader.Counted), [], []);
    private static readonly SettingsReader ForKafka = new("server.properties", With(OwnedSettings.Kafka, [.. KafkaReader.Counted, .. KafkaReader.Flags]), [], []);

    internal override IReadOnlyList<Field> Fields { get; } = [Is, Settings, .. HardwareFields.All];

    protected override NodeEntry? Build(Section section)
    {
        var role = section.Get(Is);
        var settings = section.Get(Settings);
        var hardware = HardwareFields.Read(section);
        if (role is null)
        {
            return null;
        }

        // Which names are the harness's own depends on the role; a problem that is found twice is shown once.
        var reader = RoleWords.KindOf(role.Value) == NodeKind.ZooKeeper ? ForZooKeeper : ForKafka;
        var own = settings is null ? null : reader.Read(settings.Node, section.KeyOf(Settings), section.Reading);
        return new NodeEntry(role.Value, own?.Value, hardware);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> owned, IEnumerable<string> common) =>
        new(owned.Concat(common.Select(name => KeyValuePair.Create(name, Common))));
}
