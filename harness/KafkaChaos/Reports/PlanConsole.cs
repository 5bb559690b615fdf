using System.Globalization;
using KafkaChaos.Planning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KafkaChaos.Reports;

/// <summary>A plan for a person: notes, a table of verdicts whose reasons are numbered below it, and what it means.</summary>
public static class PlanConsole
{
    // Longer names are broken, so that the verdicts have room.
    private const int LongestWhole = 28;

    private static readonly int[] BadWhenYes = [7, 8];

    private static Style Faint { get; } = new(Color.Grey);

    private static Style Bold { get; } = new(decoration: Decoration.Bold);

    /// <summary>On standard output.</summary>
    public static void Write(Plan plan) => Write(StandardOutput.Console(), plan);

    /// <param name="console">Sentences are wrapped to its width, never cut.</param>
    /// <param name="plan">What is shown.</param>
    public static void Write(IAnsiConsole console, Plan plan)
    {
        console.WriteLine();
        console.Write(new Text($"Plan of {Printable.Line(plan.Name)}, for acks={AcksOf(plan)}\n\n", Bold));
        List(console, plan.Notes.Select(note => ("-", note)));

        var footnotes = new Dictionary<string, int>(StringComparer.Ordinal);
        var table = new Table { Border = TableBorder.Simple };
        var whole = plan.Rows.All(row => row is { Alike: 1, Name.Length: <= LongestWhole });
        table.AddColumns([.. PlanTable.Columns.Select((column, index) => new TableColumn(new Text(column)) { NoWrap = index == 0 && whole })]);

        foreach (var row in plan.Rows)
        {
            foreach (var (name, ofAll, topic, ofTopic) in PlanTable.Lines(row))
            {
                IReadOnlyList<IRenderable> cells =
                [
                    new Text(Printable.Line(name)),
                    .. ofAll.Select((cell, index) => Show(cell, index + 1, footnotes)),
                    new Text(Printable.Line(topic)),
                    .. ofTopic.Select((cell, index) => Show(cell, index + 5, footnotes)),
                ];
                table.AddRow(cells);
            }
        }

        console.Write(table);
        console.WriteLine();
        List(console, footnotes.OrderBy(note => note.Value).Select(note => (Number(note.Value), note.Key)));
        List(console, plan.Counts.Select(count => ("-", PlanTable.CountOf(count))));
        if (plan.Meaning.Count > 0)
        {
            console.Write(new Text("What this means\n\n", Bold));
            foreach (var paragraph in plan.Meaning)
            {
                console.Write(new Text(Printable.Line(paragraph) + "\n\n"));
            }
        }
    }

    internal static string AcksOf(Plan plan) => plan.Acks switch
    {
        Model.Acks.None => "0",
        Model.Acks.Leader => "1",
        _ => "all",
    };

    private static Text Show(Cell? cell, int column, Dictionary<string, int> footnotes)
    {
        if (cell is null)
        {
            return new Text("");
        }

        if (!footnotes.TryGetValue(cell.Reason, out var number))
        {
            footnotes[cell.Reason] = number = footnotes.Count + 1;
        }

        var bad = BadWhenYes.Contains(column) ? Answer.Yes : Answer.No;
        var style = cell.Answer == Answer.Conditional ? new Style(Color.Yellow)
            : cell.Answer == bad ? new Style(Color.Red, decoration: Decoration.Bold)
            : new Style(Color.Green);
        return new Text($"{cell.Verdict} [{Number(number)}]", style);
    }

    private static void List(IAnsiConsole console, IEnumerable<(string Mark, string Text)> lines)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Alignment = Justify.Right, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        var any = false;
        foreach (var (mark, text) in lines)
        {
            any = true;
            grid.AddRow(new Text(mark, Faint), new Text(Printable.Line(text)));
        }

        if (any)
        {
            console.Write(grid);
            console.WriteLine();
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
