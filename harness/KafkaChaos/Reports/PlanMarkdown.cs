using System.Globalization;
using System.Text;
using KafkaChaos.Planning;

namespace KafkaChaos.Reports;

/// <summary>A plan as Markdown: the same table, with every reason in a numbered list below it.</summary>
public static class PlanMarkdown
{
    /// <returns>Ends in a line break; line breaks are <c>\n</c>.</returns>
    public static string Of(Plan plan)
    {
        var text = new StringBuilder();
        Line($"# Plan of {Escaped(plan.Name)}, for acks={PlanConsole.AcksOf(plan)}");
        Items(plan.Notes);
        Line("");
        Line($"| {string.Join(" | ", PlanTable.Columns)} |");
        Line($"|{string.Concat(Enumerable.Repeat("---|", PlanTable.Columns.Count))}");
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, whole, topic, ofTopic) in plan.Rows.SelectMany(PlanTable.Lines))
        {
            Line($"| {Escaped(name)} | {string.Join(" | ", whole.Select(Show))} | {Escaped(topic)} | {string.Join(" | ", ofTopic.Select(Show))} |");
        }

        Line("");
        foreach (var (reason, number) in reasons.OrderBy(reason => reason.Value))
        {
            Line($"{Number(number)}. {Escaped(reason)}");
        }

        Items([.. plan.Counts.Select(PlanTable.CountOf)]);
        if (plan.Meaning.Count > 0)
        {
            Line("");
            Line("## What this means");
            foreach (var paragraph in plan.Meaning)
            {
                Line("");
                Line(Escaped(paragraph));
            }
        }

        return text.ToString();

        void Items(IReadOnlyList<string> items)
        {
            if (items.Count > 0)
            {
                Line("");
            }

            foreach (var item in items)
            {
                Line($"- {Escaped(item)}");
            }
        }

        string Show(Cell? cell)
        {
            if (cell is null)
            {
                return "";
            }

            if (!reasons.TryGetValue(cell.Reason, out var number))
            {
                reasons[cell.Reason] = number = reasons.Count + 1;
            }

            return $"{cell.Verdict} ({Number(number)})";
        }

        void Line(string line) => text.Append(line).Append('\n');
    }

    // A name such as __consumer_offsets would be bold.
    private static string Escaped(string text) =>
        Printable.Line(text).Replace("|", "\\|", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
