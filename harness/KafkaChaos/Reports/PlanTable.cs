using KafkaChaos.Planning;

namespace KafkaChaos.Reports;

/// <summary>A plan as rows of cells, the same for every form of it: a row for each class of topics, and the loss, the quorum, the controller and the groups in the first of them.</summary>
internal static class PlanTable
{
    public static IReadOnlyList<string> Columns { get; } =
        ["loss of", "quorum", "controller", "groups", "topic", "readable", "writable", "lost by kill", "lost by power loss"];

    public static IEnumerable<(string Name, IReadOnlyList<Cell?> Whole, string Topic, IReadOnlyList<Cell?> OfTopic)> Lines(PlanRow row)
    {
        IReadOnlyList<Cell?> whole = [row.Quorum, row.Controller, row.Groups];
        if (row.Topics.Count == 0)
        {
            yield return (NameOf(row), whole, "", [null, null, null, null]);
        }

        for (var index = 0; index < row.Topics.Count; index++)
        {
            var topic = row.Topics[index];
            yield return (
                index == 0 ? NameOf(row) : "",
                index == 0 ? whole : [null, null, null],
                TopicsOf(topic.Topics),
                [topic.Readable, topic.Writable, topic.LostByKill, topic.LostByPowerLoss]);
        }
    }

    /// <summary>What the losses of several at once came to, in a sentence.</summary>
    public static string CountOf(PlanCount count)
    {
        var unit = count.Unit.ToString().ToLowerInvariant();
        var what = count.Kind == LossKind.Pair ? $"{Printable.Count(count.Losses)} pair{(count.Losses == 1 ? "" : "s")} of {unit}s"
            : $"{Printable.Count(count.Losses)} losses of a {unit} while another node restarts";
        return $"{what}: {Printable.Count(count.SaidByParts)} say only what their parts already say and are not shown.";
    }

    private static string NameOf(PlanRow row) =>
        row.Alike == 1 ? row.Name : $"{row.Name}, and {Printable.Count(row.Alike - 1)} more like it";

    private static string TopicsOf(IReadOnlyList<string> topics) =>
        topics.Count == 1 ? topics[0] : $"{topics[0]} and {Printable.Count(topics.Count - 1)} more";
}
