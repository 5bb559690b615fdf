using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads how many records may suffer something: a number for at most, or an operator with a number.</summary>
internal sealed class LimitReader() : EitherReader<Limit<long>>(Most, Map)
{
    internal static readonly Reader<int> Most = Units.Count(0, int.MaxValue);

    private static readonly SectionReader<Limit<long>> Map = new LimitMapReader();

    internal override Placed<Limit<long>>? Read(YamlNode node, string key, Reading reading) =>
        node is YamlMap ? Map.Read(node, key, reading)
        : node is YamlList ? Refuse(node, key, reading)
        : Most.Read(node, key, reading) is { } most ? new Placed<Limit<long>>(Limit.AtMost<long>(most.Value), node)
        : null;
}

internal sealed class LimitMapReader : SectionReader<Limit<long>>
{
    private static readonly Field<int> AtMost = new("at-most", LimitReader.Most, "Not more than these.");

    // At least none always holds, and would prove nothing.
    private static readonly Field<int> AtLeast = new("at-least", Units.Count(1, int.MaxValue), "Not fewer than these.");

    private static readonly Field<int> Exactly = new("exactly", LimitReader.Most, "These and no other number.");

    internal override IReadOnlyList<Field> ExactlyOneOf { get; } = [AtMost, AtLeast, Exactly];

    internal override IReadOnlyList<Field> Fields => ExactlyOneOf;

    protected override Limit<long>? Build(Section section)
    {
        var most = section.Get(AtMost);
        var least = section.Get(AtLeast);
        var exactly = section.Get(Exactly);
        return most is not null ? new(Comparison.AtMost, most.Value)
            : least is not null ? new(Comparison.AtLeast, least.Value)
            : exactly is not null ? new(Comparison.Exactly, exactly.Value)
            : null;
    }
}
