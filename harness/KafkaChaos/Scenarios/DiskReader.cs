using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>The data disk of a node; null where the scenario does not say.</summary>
internal sealed record DataDisk(long? Bytes, DiskKind? Kind);

/// <summary>Reads <c>disk:</c> of a software or of a node.</summary>
internal sealed class DiskReader : SectionReader<DataDisk>
{
    private const int LeastMebibytes = 64;
    private const int MostMebibytes = 1024 * 1024 * 1024;

    private static readonly Field<long> Size = new("size", Units.Capacity(LeastMebibytes, MostMebibytes), "Its size; for the planner's advice.");
    private static readonly Field<DiskKind> Kind = new("kind", Words.Choice(("ssd", DiskKind.Ssd), ("hdd", DiskKind.Hdd)), "What it is made of; for the planner's advice.");

    internal override IReadOnlyList<Field> Fields { get; } = [Size, Kind];

    protected override DataDisk? Build(Section section) => new(section.Get(Size)?.Value, section.Get(Kind)?.Value);
}
