using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads one step: when, what, where.</summary>
internal sealed class StepReader : SectionReader<Step>
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(100);

    private static readonly Field<TimeSpan> After = new("after", Units.Duration, "Time since the step before was complete, or since the start of the load.");
    private static readonly Field<Condition> When = new("when", new ConditionReader(), "What the step waits for in place of a time.");
    private static readonly Field<TimeSpan> Within = new("within", Units.Duration, "How long the condition may take; given exactly with when.");
    private static readonly Field<string> As = new("as", Words.Name, "A name for later steps to refer to; in a repetition, for those of its round.");
    private static readonly Field<TimeSpan> SkewAtMost = new("skew-at-most", Units.Duration, "Most that may lie between the first and the last process to stop.");

    private static readonly IReadOnlyList<(Fault Fault, Field<Aimed> Field)> Faults =
    [
        (Fault.Kill, new("kill", new FaultReader(), "The processes crash; the kernel closes their connections.")),
        (Fault.Start, new("start", new FaultReader(), "The undo of kill and stop.")),
        (Fault.Stop, new("stop", new FaultReader(), "A controlled shutdown.")),
        (Fault.Pause, new("pause", new FaultReader(), "The processes freeze; connections stay open.")),
        (Fault.Resume, new("resume", new FaultReader(), "The undo of pause.")),
        (Fault.PowerOff, new("power-off", new FaultReader(), "The machine vanishes: silence on the network, and what was not fsynced is gone.")),
        (Fault.PowerOn, new("power-on", new FaultReader(), "The undo of power-off.")),
        (Fault.Isolate, new("isolate", new IsolateReader(), "Packets between the target and others are dropped.")),
        (Fault.Slow, new("slow", new SlowReader(), "Packets between the target and others are delayed, lost or limited.")),
        (Fault.Heal, new("heal", new FaultReader(), "The undo of isolate and slow.")),
        (Fault.FillDisk, new("fill-disk", new FaultReader(), "The data disk is full.")),
        (Fault.Empty, new("empty", new FaultReader(), "The undo of fill-disk.")),
        (Fault.Wipe, new("wipe", new FaultReader(), "The data is lost; the node comes back empty.")),
        (Fault.Restart, new("restart", new ReplacementReader(Fault.Restart), "Stopped and started again, on the same disk.")),
        (Fault.Upgrade, new("upgrade", new ReplacementReader(Fault.Upgrade), "Replaced by a newer version, on the same disk.")),
        (Fault.Downgrade, new("downgrade", new ReplacementReader(Fault.Downgrade), "Replaced by an older version, on the same disk.")),
    ];

    internal override IReadOnlyList<Field> ExactlyOneOf { get; } = [.. Faults.Select(fault => fault.Field)];

    internal override IReadOnlyList<IReadOnlyList<Field>> Choices => [[After, When], ExactlyOneOf];

    internal override IReadOnlyList<IReadOnlyList<Field>> Ways { get; } = [[After], [When, Within]];

    internal override IReadOnlyList<Field> Fields { get; } = [After, When, Within, As, .. Faults.Select(fault => fault.Field), SkewAtMost];

    internal override string Expected => "a step such as { after: 10s, kill: { zone: a } }";

    internal override Placed<Step>? Read(YamlNode node, string key, Reading reading)
    {
        var step = base.Read(node, key, reading);
        if (step is null)
        {
            reading.Steps.Order.Doubt();
            reading.Steps.Versions.Doubt();
        }

        return step;
    }

    protected override Step? Build(Section section)
    {
        var reading = section.Reading;
        reading.Steps.Count++;
        var after = section.Get(After);
        var when = AwaitOf(section);
        var name = section.Get(As);
        var skew = section.Get(SkewAtMost);
        var (fault, field, aimed) = Faults.Select(one => (one.Fault, one.Field, Aimed: section.Get(one.Field))).ToList().Find(one => one.Aimed is not null);
        var reach = aimed is null ? null : Reach.Of(aimed.Value.Target, reading);
        var full = name is null ? null : reading.Steps.Name(name.Value, reach);
        if (name is not null && full is null)
        {
            section.Error(As, "an earlier step has this name");
        }

        if (aimed is not null)
        {
            Check(section, fault, field, aimed.Value, reach);
        }

        if (aimed is null || (after is null && when is null))
        {
            return null;
        }

        var step = new Step(full, after?.Value ?? TimeSpan.Zero, fault, aimed.Value.Target) { When = when, Options = aimed.Value.Options, SkewBudget = skew?.Value };
        reading.Steps.Places[step] = section.PlaceOf(field);
        return step;
    }

    private static void Check(Section section, Fault fault, Field<Aimed> field, Aimed aimed, Reach? reach)
    {
        var steps = section.Reading.Steps;
        var objection = steps.Order.Take(fault, aimed.Options, reach);
        if ((Aims.Objection(fault, aimed.Target) ?? objection) is { } reason)
        {
            section.Error(field, reason + steps.InRound);
        }

        if (section.Has(SkewAtMost) && fault is not (Fault.Kill or Fault.Stop or Fault.Pause or Fault.PowerOff))
        {
            section.Error(SkewAtMost, "only kill, stop, pause and power-off have a skew; leave it out");
        }
    }

    private static Await? AwaitOf(Section section)
    {
        var when = section.Get(When);
        var within = section.Get(Within);
        if (section.Has(When) && !section.Has(Within))
        {
            section.Error(Within, $"missing; a condition needs the time that it may take; expected {Units.Duration.Expected}");
        }
        else if (section.Has(Within) && !section.Has(When))
        {
            section.Error(Within, "belongs to when; leave it out");
        }

        if (within is not null && within.Value < LeastWait)
        {
            section.Error(Within, "must be at least 100ms: a run looks ten times a second");
        }

        if (when?.Value is Condition.FullInSync or Condition.Acknowledged
            && section.Reading.Places is { Complete: true } places && places.Brokers.Count == 0)
        {
            section.Error(When, "the topology has no broker, so this says nothing; wait for quorum-whole or every-node-serves");
        }

        return when is null || within is null ? null : new Await(when.Value, within.Value);
    }
}
