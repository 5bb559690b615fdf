using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads <c>restart:</c>, <c>upgrade:</c> and <c>downgrade:</c>.</summary>
/// <param name="fault">Which of them.</param>
internal sealed class ReplacementReader(Fault fault) : FaultReader([.. fault == Fault.Restart ? (Field[])[] : [To], RollingField, Wait])
{
    private static readonly Field<string> To = new("to", Words.Version, "The version to put in its place.", Required: true);

    private static readonly Field<Rolling> RollingField = new(
        "rolling",
        Words.Choice(("node", Rolling.NodeByNode), ("zone", Rolling.ZoneByZone), ("no", Rolling.No)),
        "How many at a time: a node, a zone, or with no all at once; a node where left out.");

    private static readonly Field<bool> Wait = new(
        "wait",
        Words.Choice(("full-in-sync", true), ("nothing", false)),
        "What the next one waits for: full in-sync sets and a whole quorum, or nothing; full-in-sync where left out.");

    protected override FaultOptions Options(Section section, Target? target)
    {
        var version = fault == Fault.Restart ? null : section.Get(To)?.Value;
        if (version is not null && target is not null && Reach.Of(target, section.Reading) is { } reach)
        {
            Check(section, version, reach);
        }

        return new FaultOptions.Replacement(section.Get(RollingField)?.Value ?? Rolling.NodeByNode, section.Get(Wait)?.Value ?? true, version);
    }

    private void Check(Section section, string version, Reach reach)
    {
        var (steps, places) = (section.Reading.Steps, section.Reading.Places!);
        if (places.Nodes.Where(node => reach.Nodes.Contains(node.Name)).Select(node => node.Kind).Distinct().Count() > 1)
        {
            section.Error(To, "a version is of one software, and this goes to both; narrow it with only: kafka or only: zookeeper");
        }
        else if (steps.Versions.Replace(fault, version, reach, places) is { } reason)
        {
            section.Error(To, reason + steps.InRound);
        }
    }
}
