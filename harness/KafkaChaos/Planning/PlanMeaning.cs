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

        var quorate = domains.Where(row => row.Quorum is null or { Answer: Answer.Yes }).ToList();
        var quorum = domains[0].Quorum is null ? [] : new[] { Split("The quorum survives the loss of", quorate, domains) };
        var topics = domains[0].Topics.Select((topic, index) =>
        {
            var name = Names.Some(topic.Topics);
            var served = domains.Where(row => row.Topics[index] is { Readable.Answer: Answer.Yes, Writable.Answer: Answer.Yes }).ToList();
            var safe = domains.Where(row => row.Topics[index].LostByPowerLoss.Answer == Answer.No).ToList();
            return $"{Split($"{name} is read and written on through the loss of", served, domains)} {Split($"Acknowledged records of {name} are safe against the power loss of", safe, domains)}";
        });
        return string.Join(" ", quorum.Concat(topics));
    }

    /// <summary>Such as <c>X the loss of east and west, and not of north.</c></summary>
    private static string Split(string head, List<PlanRow> good, List<PlanRow> all)
    {
        var bad = all.Except(good).ToList();
        return (good.Count, bad.Count) switch
        {
            (_, 0) => $"{head} any single domain.",
            (0, _) => $"{head} no domain.",
            _ => $"{head} {List(good)}, and not of {List(bad)}.",
        };
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

    private static string Inner(Cell cell) => char.ToLowerInvariant(cell.Reason[0]) + cell.Reason[1..].TrimEnd('.');

    private static string List(List<PlanRow> rows) => Names.And(rows.Select(row => row.Name));
}
