using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>A ZooKeeper, with the places of what is checked later.</summary>
internal sealed record PlacedZooKeeper(ZooKeeperSoftware Software, PlacedHardware Hardware);

/// <summary>Reads <c>zookeeper:</c> of a topology, after its zones.</summary>
internal sealed class ZooKeeperReader : SectionReader<PlacedZooKeeper>
{
    /// <summary>Settings that bounds are derived from.</summary>
    internal static readonly IReadOnlyList<string> Counted = ["tickTime", "initLimit", "syncLimit", "minSessionTimeout", "maxSessionTimeout"];

    private static readonly Field<string> Version = new("version", Words.Version, "The ZooKeeper release.", Required: true);
    private static readonly Field<IReadOnlyDictionary<string, string>> Settings = new("settings", new SettingsReader("zoo.cfg", OwnedSettings.ZooKeeper, Counted, []), "Lines for zoo.cfg.");

    internal static Field<ImageFlavour> Image { get; } = new(
        "image",
        Words.Choice(("official", ImageFlavour.Official), ("built", ImageFlavour.Built), ("confluent", ImageFlavour.Confluent)),
        "Who made the image; left out, the official one where it can be pulled, else one that is built here.");

    internal override IReadOnlyList<Field> Fields { get; } = [Version, Image, Settings, .. HardwareFields.All, EnsembleGroups.Groups, EnsembleGroups.Weights];

    protected override PlacedZooKeeper? Build(Section section)
    {
        var version = section.Get(Version);
        var image = section.Get(Image);
        var settings = section.Get(Settings);
        var hardware = HardwareFields.Read(section);
        var (groups, weights) = EnsembleGroups.Read(section);
        HardwareFields.CheckHeap(hardware, null, section.Key, section.Reading.Problems);
        return version is null
            ? null
            : new PlacedZooKeeper(
                new ZooKeeperSoftware(version.Value, settings?.Value ?? new Dictionary<string, string>())
                {
                    Image = image?.Value ?? ImageFlavour.Any,
                    Hardware = hardware.Value,
                    Groups = groups,
                    Weights = weights,
                },
                hardware);
    }
}
