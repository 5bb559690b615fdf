using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads one step: when, what, where.</summary>
internal sealed class StepReader : SectionReader<Step>
{
    private static readonly Reader<Target> Where = new TargetReader();
    private static readonly Field<TimeSpan> After = new("after", Units.Duration, "Time since the step before was complete, or since the start of the load.", Required: true);
    private static readonly Field<string> As = new("as", Words.Name, "A name for later steps to refer to.");
    private static readonly Field<Target> Kill = new("kill", Where, "The processes crash; the kernel closes their connections.");
    private static readonly Field<Target> Start = new("start", Where, "The undo of kill.");

    private static readonly IReadOnlyList<Field> Later =
    [
        .. new[]
        {
            "stop", "pause", "resume", "power-off", "power-on", "isolate", "heal", "slow", "fill-disk", "empty", "wipe",
            "restart", "upgrade", "downgrade",
        }.Select(name => new LaterField(name)),
    ];

    internal override IReadOnlyList<Field> ExactlyOneOf { get; } = [Kill, Start, .. Later];

    internal override IReadOnlyList<Field> Fields { get; } = [After, As, Kill, Start, new LaterField("when"), new LaterField("repeat"), .. Later];

    internal override string Expected => "a step such as { after: 10s, kill: { zone: a } }";

    internal override Placed<Step>? Read(YamlNode node, string key, Reading reading)
    {
        var step = base.Read(node, key, reading);
        if (step is null)
        {
            reading.Order.Doubt();
        }

        return step;
    }

    protected override Step? Build(Section section)
    {
        var reading = section.Reading;
        var after = section.Get(After);
        var name = section.Get(As);
        var kill = section.Get(Kill);
        var start = section.Get(Start);
        var target = (kill ?? start)?.Value;
        var reach = target is null ? null : Reach.Of(target, reading);
        if (name is not null && !reading.EarlierSteps.TryAdd(name.Value, reach))
        {
            section.Error(As, "an earlier step has this name");
        }

        if (kill is not null)
        {
            Refuse(section, Kill, reading.Order.Kill(reach));
        }
        else if (start is not null)
        {
            Refuse(section, Start, start.Value is Target.HolderOf ? "who holds a role is running; name what was killed, such as same-as: <step>" : reading.Order.Start(reach));
        }

        return target is null || after is null
            ? null
            : new Step(name?.Value, after.Value, kill is not null ? Fault.Kill : Fault.Start, target);
    }

    private static void Refuse(Section section, Field field, string? reason)
    {
        if (reason is not null)
        {
            section.Error(field, reason);
        }
    }
}
