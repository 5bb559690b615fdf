using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>What the rows of whole domains mean for somebody who decides on a region, in plain words.</summary>
internal static class PlanMeaning
{
    public static IReadOnlyList<string> Of(Topology topology, Acks acks, IReadOnlyList<PlanRow> rows)
    {
        var domains = rows.Where(row => row is { Kind: LossKind.Single, Unit: Unit.Domain }).ToList();
        return domains.Count == 0 ? [] : [Summary(domains), .. domains.Select(Paragraph), .. PlanCures.Of(topology, acks, domains)];
    }

    private static string Summary(List<PlanRow> domains)
    {
        if (domains.Count == 1)
        {
            return $"All nodes stand in one physical place, {domains[0].Name}: its loss is the loss of everything, however many zones it has.";
        }

        var survived = domains.Where(GoesOn).ToList();
        var ended = domains.Except(survived).ToList();
        var safe = domains.Where(row => row.Topics.All(topic => topic.LostByPowerLoss.Answer == Answer.No)).ToList();
        var head = (survived.Count, ended.Count) switch
        {
            (_, 0) => "Any single domain may be lost and the service goes on.",
            (0, _) => "No single domain may be lost without the service stopping, in part at least.",
            _ => $"The service goes on through the loss of {List(survived)}, and not through that of {List(ended)}.",
        };
        return domains.All(row => row.Topics.Count == 0) ? head
            : safe.Count == domains.Count ? $"{head} Acknowledged records are safe against the power loss of any single domain, with the in-sync sets that the rows name."
            : safe.Count == 0 ? $"{head} Acknowledged records are not safe against the power loss of any of them."
            : $"{head} Acknowledged records are safe against the power loss of {List(safe)}, and not against that of {List([.. domains.Except(safe)])}.";
    }

    private static string Paragraph(PlanRow row)
    {
        var parts = new List<string>();
        if (row.Quorum is { } quorum)
        {
            parts.Add(quorum.Answer switch
            {
                Answer.Yes => $"the quorum survives ({Inner(quorum)})",
                Answer.Conditional => $"the quorum hangs on the oracle ({Inner(quorum)})",
                _ => $"the quorum is lost ({Inner(quorum)}), so nothing is elected and no in-sync set changes until it is back",
            });
        }

        parts.AddRange(row.Topics.Select(topic => $"{Names.Some(topic.Topics)} {Access(topic)}"));
        if (row is { Groups: { Answer: not Answer.Yes } groups, Topics.Count: > 0 })
        {
            parts.Add(groups.Answer == Answer.No ? "consumer groups stop" : "consumer groups may stop");
        }

        var text = $"Loss of {row.Name}: {string.Join("; ", parts)}.";
        return row.Topics.Count == 0 ? text : $"{text} {string.Join(" ", row.Topics.Select(topic => Records(topic, row.Topics.Count > 1)))}";
    }

    private static string Access(TopicCells topic) => (topic.Readable.Answer, topic.Writable.Answer) switch
    {
        (Answer.Yes, Answer.Yes) => "stays readable and writable",
        (Answer.Yes, Answer.No) => "stays readable and cannot be written",
        (Answer.No, _) => "can be neither read nor written until replicas return",
        (Answer.Yes, _) => $"stays readable, writable only conditionally ({topic.Writable.Verdict})",
        (_, Answer.No) => $"is readable only conditionally ({topic.Readable.Verdict}) and cannot be written",
        _ => $"is readable and writable only conditionally ({topic.Readable.Verdict}; {topic.Writable.Verdict})",
    };

    private static string Records(TopicCells topic, bool named)
    {
        var kill = topic.LostByKill.Answer switch
        {
            Answer.No => "a kill loses none",
            Answer.Yes => "a kill can lose some",
            _ => "a kill may lose some (worst in-sync set)",
        };
        var power = topic.LostByPowerLoss.Answer == Answer.No ? "a power loss loses none" : topic.LostByPowerLoss.Answer == Answer.Yes ? "a power loss can lose some" : "a power loss may lose some";
        return $"Acknowledged records{(named ? $" of {Names.Some(topic.Topics)}" : "")}: {kill}; {power} ({Inner(topic.LostByPowerLoss)}).";
    }

    internal static bool GoesOn(PlanRow row) =>
        row.Quorum is null or { Answer: Answer.Yes }
        && row.Topics.All(topic => topic is { Readable.Answer: Answer.Yes, Writable.Answer: Answer.Yes });

    private static string Inner(Cell cell) => char.ToLowerInvariant(cell.Reason[0]) + cell.Reason[1..].TrimEnd('.');

    private static string List(List<PlanRow> rows) => Names.And(rows.Select(row => row.Name));
}
