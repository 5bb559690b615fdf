using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

internal sealed record QuorumExpectation(bool? Survives, TimeSpan? ElectedWithin);

/// <summary>Reads <c>expect.quorum</c>: one word, or a map.</summary>
internal sealed class QuorumReader() : EitherReader<QuorumExpectation>(Word, Map)
{
    private static readonly Reader<QuorumExpectation> Word = Words.Choice(
        ("survives", new QuorumExpectation(true, null)),
        ("lost", new QuorumExpectation(false, null)));

    private static readonly SectionReader<QuorumExpectation> Map = new QuorumMapReader();

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

internal sealed record ProducerExpectation(TimeSpan? AtMost, TimeSpan? AtLeast, Limit<long>? Lost, Limit<long>? Duplicated, Limit<long>? Reordered);

internal sealed class ProducerReader : SectionReader<ProducerExpectation>
{
    private static readonly LimitReader Records = new();
    private static readonly Field<TimeSpan> AtMost = new("unavailable-at-most", Units.Duration, "The longest time without an acknowledgement, for each partition.");
    private static readonly Field<TimeSpan> AtLeast = new("unavailable-at-least", Units.Duration, "What the longest time without an acknowledgement must reach.");
    private static readonly Field<Limit<long>> Lost = new("lost", Records, "Acknowledged records that may be lost.");
    private static readonly Field<Limit<long>> Duplicated = new("duplicated", Records, "Records that may stand at more than one offset.");
    private static readonly Field<Limit<long>> Reordered = new("reordered", Records, "Records that may stand below an earlier one of their producer.");

    internal override IReadOnlyList<Field> Fields { get; } = [AtMost, AtLeast, Lost, Duplicated, Reordered];

    protected override ProducerExpectation Build(Section section)
    {
        var most = section.Get(AtMost)?.Value;
        var least = section.Get(AtLeast)?.Value;
        if (least == TimeSpan.Zero)
        {
            section.Error(AtLeast, "must be above 0; at least nothing always holds");
        }
        else if (least > most)
        {
            section.Error(AtLeast, "above unavailable-at-most; no outage can satisfy both");
        }

        return new(most, least, section.Get(Lost)?.Value, section.Get(Duplicated)?.Value, section.Get(Reordered)?.Value);
    }
}
