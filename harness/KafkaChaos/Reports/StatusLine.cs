using KafkaChaos.Histories;

namespace KafkaChaos.Reports;

/// <summary>Where a run stands, in one line.</summary>
internal static class StatusLine
{
    /// <param name="story">The run until now.</param>
    /// <param name="perSecond">Acknowledgements a second, or quorum writes where there is no load.</param>
    public static string Of(Story story, double perSecond)
    {
        var parts = new List<string>();
        if (story.Phase is Phase.WarmingUp or Phase.Load or Phase.Recovering)
        {
            parts.Add(FormattableString.Invariant($"{perSecond:0} {Unit(story)}/s"));
            parts.Add($"{Printable.Count(Meter(story).Total)} {(story.Scenario.Load is null ? "written" : "acknowledged")}");
        }

        if (story.Phase is Phase.FinalRead)
        {
            parts.Add($"{Printable.Count(story.Read, "record")} read");
        }

        parts.Add($"{story.Nodes.Up} of {story.Nodes.Topology.Nodes.Count} nodes up");
        if (story.Partitions.Expected > 0 && story.Phase is Phase.WarmingUp or Phase.Load or Phase.Recovering)
        {
            parts.Add($"{story.Partitions.Led} of {story.Partitions.Expected} partitions led, {story.Partitions.Whole} whole");
        }

        return string.Join(", ", parts);
    }

    /// <summary>What the run counts: acknowledged records, or quorum writes where there is no load.</summary>
    public static RateMeter Meter(Story story) => story.Scenario.Load is null ? story.QuorumWrites : story.Acknowledged;

    private static string Unit(Story story) => story.Scenario.Load is null ? "quorum writes" : "acks";
}
