using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads what a step waits for: one word, or a number of records.</summary>
internal sealed class ConditionReader() : EitherReader<Condition>(Word, Map)
{
    private static readonly Reader<Condition> Word = Words.Choice<Condition>(
        ("full-in-sync", new Condition.FullInSync()),
        ("quorum-whole", new Condition.QuorumWhole()),
        ("every-node-serves", new Condition.EveryNodeServes()));

    private static readonly SectionReader<Condition> Map = new AcknowledgedReader();

    internal override Placed<Condition>? Read(YamlNode node, string key, Reading reading) => node switch
    {
        YamlScalar { IsNothing: false } => Word.Read(node, key, reading),
        YamlMap => Map.Read(node, key, reading),
        _ => Refuse(node, key, reading),
    };
}

internal sealed class AcknowledgedReader : SectionReader<Condition>
{
    private static readonly Field<int> Records = new("acknowledged", Units.Count(1, int.MaxValue), "Records acknowledged since the load began.", Required: true);

    internal override IReadOnlyList<Field> Fields { get; } = [Records];

    protected override Condition? Build(Section section) =>
        section.Get(Records) is { } records ? new Condition.Acknowledged(records.Value) : null;
}
