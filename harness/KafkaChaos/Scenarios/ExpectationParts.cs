using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

internal sealed record QuorumExpectation(bool? Survives, TimeSpan? ElectedWithin);

/// <summary>Reads <c>expect.quorum</c>: one word, or a map.</summary>
internal sealed class QuorumReader : Reader<QuorumExpectation>
{
    internal Reader<QuorumExpectation> Word { get; } = Words.Choice(
        ("survives", new QuorumExpectation(true, null)),
        ("lost", new QuorumExpectation(false, null)));

    internal SectionReader<QuorumExpectation> Map { get; } = new QuorumMapReader();

    internal override string Expected => $"{Word.Expected}, or {Map.Expected}";

    internal override JsonObject Schema(Definitions definitions) => Shape.AnyOf(Word.Schema(definitions), Map.Schema(definitions));

    internal override Placed<QuorumExpectation>? Read(YamlNode node, string key, Reading reading) => node switch
    {
        YamlScalar { IsNothing: false } => Word.Read(node, key, reading),
        YamlMap => Map.Read(node, key, reading),
        _ => Refuse(node, key, reading),
    };
}

internal sealed class QuorumMapReader : SectionReader<QuorumExpectation>
{
    private static readonly Field<bool> Survives = new("survives", Words.YesNo, "Whether it must outlive the faults.");
    private static readonly Field<TimeSpan> ElectedWithin = new("elected-within", Units.Duration, "From the fault to the first write that a new leader serves.");

    internal override IReadOnlyList<Field> Fields { get; } = [Survives, ElectedWithin];

    protected override QuorumExpectation Build(Section section)
    {
        var survives = section.Get(Survives)?.Value;
        var within = section.Get(ElectedWithin)?.Value;
        if (survives == false && section.Has(ElectedWithin))
        {
            section.Error(ElectedWithin, "a lost quorum elects nobody; leave one of the two out");
        }

        return new QuorumExpectation(survives, within);
    }
}

internal sealed record LeadersExpectation(TimeSpan? ElectedWithin);

internal sealed class LeadersReader : SectionReader<LeadersExpectation>
{
    private static readonly Field<TimeSpan> ElectedWithin = new("elected-within", Units.Duration, "From the fault to a live leader of every partition that lost its own.");

    internal override IReadOnlyList<Field> Fields { get; } = [ElectedWithin];

    protected override LeadersExpectation Build(Section section) => new(section.Get(ElectedWithin)?.Value);
}

internal sealed record ProducerExpectation(TimeSpan? UnavailableAtMost, long? Lost, long? Duplicated, long? Reordered);

internal sealed class ProducerReader : SectionReader<ProducerExpectation>
{
    private static readonly Reader<int> Records = Units.Count(0, int.MaxValue);
    private static readonly Field<TimeSpan> Unavailable = new("unavailable-at-most", Units.Duration, "The longest time without an acknowledgement, for each partition.");
    private static readonly Field<int> Lost = new("lost", Records, "Acknowledged records that may be lost.");
    private static readonly Field<int> Duplicated = new("duplicated", Records, "Records that may stand at more than one offset.");
    private static readonly Field<int> Reordered = new("reordered", Records, "Records that may stand below an earlier one of their producer.");

    internal override IReadOnlyList<Field> Fields { get; } = [Unavailable, Lost, Duplicated, Reordered];

    protected override ProducerExpectation Build(Section section) => new(
        section.Get(Unavailable)?.Value,
        section.Get(Lost)?.Value,
        section.Get(Duplicated)?.Value,
        section.Get(Reordered)?.Value);
}
