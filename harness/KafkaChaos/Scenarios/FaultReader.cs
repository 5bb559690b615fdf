using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Where a fault goes, and how it is done.</summary>
/// <param name="Target">Where.</param>
/// <param name="Options">Null for faults that have none.</param>
internal sealed record Aimed(Target Target, FaultOptions? Options);

/// <summary>Reads what stands under a fault: a target, and options among its keys.</summary>
/// <param name="own">The fields of the options.</param>
internal class FaultReader(params IReadOnlyList<Field> own) : SectionReader<Aimed>
{
    protected static TargetReader Where { get; } = new();

    internal override IReadOnlyList<Field> Fields { get; } = [.. Where.Fields, .. own];

    internal override IReadOnlyList<Field> ExactlyOneOf => Where.ExactlyOneOf;

    internal override string Expected => Where.Expected;

    protected sealed override Aimed? Build(Section section)
    {
        var target = Where.Of(section);
        var options = Options(section, target);
        return target is null ? null : new Aimed(target, options);
    }

    /// <summary>Reads the options; with defaults in place of what is wrong and reported.</summary>
    /// <param name="section">What stands under the fault.</param>
    /// <param name="target">Null where it is wrong and reported.</param>
    protected virtual FaultOptions? Options(Section section, Target? target) => null;
}

/// <summary>Reads <c>isolate:</c>.</summary>
internal sealed class IsolateReader() : FaultReader(From, DirectionField)
{
    private static readonly Field<Peers> From = new("from", new PeersReader(), "Whom the target no longer reaches; all where left out.");

    private static readonly Field<Direction> DirectionField = new(
        "direction",
        Words.Choice(("both", Direction.Both), ("in", Direction.In), ("out", Direction.Out)),
        "Which packets are dropped, as seen from the target; both where left out.");

    protected override FaultOptions Options(Section section, Target? target) =>
        new FaultOptions.Isolation(section.Get(From)?.Value ?? Peers.All, section.Get(DirectionField)?.Value ?? Direction.Both);
}

/// <summary>Reads <c>slow:</c>.</summary>
internal sealed class SlowReader() : FaultReader(Toward, Delay, Jitter, Loss, Rate)
{
    private static readonly Field<Target> Toward = new("toward", Where, "The other end; everybody where left out.");
    private static readonly Field<TimeSpan> Delay = new("delay", Units.Duration, "Added to every packet that the target receives.");
    private static readonly Field<TimeSpan> Jitter = new("jitter", Units.Duration, "Most that a delay differs from delay; at most that.");
    private static readonly Field<double> Loss = new("loss", NetworkUnits.Share, "Share of packets lost.");
    private static readonly Field<long> Rate = new("rate", NetworkUnits.BytesPerSecond, "Limit of the rate.");

    internal override IReadOnlyList<IReadOnlyList<Field>> Ways { get; } = [[Delay], [Loss], [Rate]];

    protected override FaultOptions Options(Section section, Target? target)
    {
        var toward = section.Get(Toward);
        var delay = section.Get(Delay);
        var jitter = section.Get(Jitter);
        var loss = section.Get(Loss);
        var rate = section.Get(Rate);
        if (!section.Has(Delay) && !section.Has(Loss) && !section.Has(Rate) && !section.Has(Jitter))
        {
            section.Error("at least one of delay, jitter, loss, rate must stand here");
        }
        else if (!section.Has(Delay) && section.Has(Jitter))
        {
            section.Error(Jitter, "without a delay there is nothing to differ from; give delay, too");
        }

        if (delay?.Value == TimeSpan.Zero)
        {
            section.Error(Delay, "must be above 0; leave it out");
        }
        else if (jitter is not null && delay is not null && jitter.Value > delay.Value)
        {
            section.Error(Jitter, "above delay; a packet cannot arrive before it was sent");
        }

        return new FaultOptions.Slowness(toward?.Value, delay?.Value, jitter?.Value, loss?.Value, rate?.Value);
    }
}
