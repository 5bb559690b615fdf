using System.Text;
using System.Text.Json;
using KafkaChaos.Histories;
using KafkaChaos.Planning;
using Spectre.Console;

namespace KafkaChaos.Reports;

/// <summary>An advice for a person, a program or a page.</summary>
public static class AdviceReport
{
    private static JsonSerializerOptions Options { get; } = new(HistoryFormat.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>On standard output.</summary>
    public static void Write(Advice advice, ReportFormat format) => Write(StandardOutput.Console(), advice, format);

    /// <param name="console">Sentences are wrapped to its width, never cut; JSON and Markdown are not wrapped.</param>
    /// <param name="advice">As found.</param>
    /// <param name="format">For whom.</param>
    public static void Write(IAnsiConsole console, Advice advice, ReportFormat format)
    {
        switch (format)
        {
            case ReportFormat.Json:
                StandardOutput.Line(console, JsonSerializer.Serialize(advice, Options));
                break;
            case ReportFormat.Markdown:
                StandardOutput.Line(console, Markdown(advice).TrimEnd());
                break;
            default:
                Table(console, advice);
                break;
        }
    }

    private static void Table(IAnsiConsole console, Advice advice)
    {
        Sentence(console, AdviceWords.Title(advice));
        foreach (var note in advice.Notes)
        {
            Sentence(console, $"- {note}");
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns([.. AdviceWords.Columns(advice).Select(name => new TableColumn(new Text(Printable.Line(name))))]);
        for (var rank = 1; rank <= advice.Best.Count; rank++)
        {
            table.AddRow([.. AdviceWords.Cells(advice.Best[rank - 1], rank).Select(cell => new Text(Printable.Line(cell)))]);
        }

        console.Write(table);
        Sentence(console, AdviceWords.Legend);
        for (var rank = 1; rank <= advice.Best.Count; rank++)
        {
            foreach (var failing in AdviceWords.Failings(advice.Best[rank - 1]))
            {
                Sentence(console, $"{rank}: {failing}");
            }
        }

        if (advice.WithWitness is { } witnessed)
        {
            console.WriteLine();
            Table(console, witnessed);
        }
    }

    private static void Sentence(IAnsiConsole console, string text) => console.Write(new Paragraph(Printable.Line(text) + "\n"));

    private static string Markdown(Advice advice)
    {
        var text = new StringBuilder();
        text.Append("## ").Append(AdviceWords.Title(advice)).Append("\n\n");
        foreach (var note in advice.Notes)
        {
            text.Append("- ").Append(note).Append('\n');
        }

        var columns = AdviceWords.Columns(advice).ToList();
        Row(text.Append('\n'), columns);
        Row(text, columns.Select(_ => "---"));
        for (var rank = 1; rank <= advice.Best.Count; rank++)
        {
            Row(text, AdviceWords.Cells(advice.Best[rank - 1], rank));
        }

        text.Append('\n').Append(AdviceWords.Legend).Append("\n\n");
        for (var rank = 1; rank <= advice.Best.Count; rank++)
        {
            foreach (var failing in AdviceWords.Failings(advice.Best[rank - 1]))
            {
                text.Append("- ").Append(rank).Append(": ").Append(failing).Append('\n');
            }
        }

        return advice.WithWitness is { } witnessed ? $"{text}\n{Markdown(witnessed)}" : text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
