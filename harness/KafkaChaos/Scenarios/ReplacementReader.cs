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
        var to = version is not null && target is not null && Reach.Of(target, section.Reading) is { } reach ? Checked(section, version, reach) : null;
        return new FaultOptions.Replacement(section.Get(RollingField)?.Value ?? Rolling.NodeByNode, section.Get(Wait)?.Value ?? true, to);
    }

    // Null where there is a problem, which is then reported.
    private Release? Checked(Section section, string version, Reach reach)
    {
        var (steps, places) = (section.Reading.Steps, section.Reading.Places!);
        var kinds = places.Nodes.Where(node => reach.Nodes.Contains(node.Name)).Select(node => node.Kind).Distinct().ToList();
        if (kinds.Count != 1)
        {
            if (kinds.Count > 1)
            {
                section.Error(To, "a version is of one software, and this goes to both; narrow it with only: kafka or only: zookeeper");
            }

            return null;
        }

        if (steps.Versions.Replace(fault, version, reach, places) is { } reason)
        {
            section.Error(To, reason + steps.InRound);
        }
        else if (kinds[0] == NodeKind.Kafka && steps.Versions.MixedLines() is { } lines)
        {
            section.Warn(To, $"brokers of {lines} run side by side, and topology.kafka.settings has no inter.broker.protocol.version: the later ones then speak what the earlier may not understand; set it to the earlier line, as Kafka's upgrade guide asks");
        }

        return new Release(kinds[0], version);
    }
}
