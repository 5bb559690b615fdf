using KafkaChaos.Checking;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KafkaChaos.Reports;

/// <summary>The verdict of a run for a person: every finding with its evidence, and what did not pass once more at the end.</summary>
public static class VerdictConsole
{
    private const int MostEvidence = 4;

    // Below it the sentences' column would be narrower than their words.
    private const int NarrowestTable = 72;

    private static Style Faint { get; } = new(Color.Grey);

    /// <summary>On standard output.</summary>
    public static void Write(Judgement judgement, string runFolder, int exitCode) =>
        Write(StandardOutput.Console(), judgement, runFolder, exitCode);

    /// <param name="console">Sentences are wrapped to its width, never cut.</param>
    /// <param name="judgement">What is shown.</param>
    /// <param name="runFolder">Where all of it is kept.</param>
    /// <param name="exitCode">With which the program will end.</param>
    public static void Write(IAnsiConsole console, Judgement judgement, string runFolder, int exitCode)
    {
        console.WriteLine();
        console.Write(new Text(Printable.Line(judgement.Question) + "\n\n", new Style(decoration: Decoration.Bold)));
        if (judgement.Findings.Count > 0)
        {
            console.Write(console.Profile.Width < NarrowestTable ? Stacked(judgement.Findings) : Table(judgement.Findings));
            console.WriteLine();
        }

        if (judgement.Derivations.Count > 0)
        {
            console.Write(new Text("What the scenario leaves open was expected so:\n", Faint));
            console.Write(List(judgement.Derivations.Select(one => ((IRenderable)new Text("-", Faint), one)), Faint));
            console.WriteLine();
        }

        StandardOutput.Line(console, $"Run folder: {Printable.Line(runFolder)}");
        console.WriteLine();
        var bad = judgement.Findings.Where(finding => finding.Verdict != Verdict.Passed).OrderByDescending(finding => finding.Verdict).ToList();
        if (bad.Count > 0)
        {
            console.Write(List(bad.Select(finding => ((IRenderable)VerdictWords.Of(finding.Verdict), $"{finding.Property}: {finding.Statement}")), Style.Plain));
            console.WriteLine();
        }

        Last(console, judgement, exitCode);
    }

    private static Table Table(IEnumerable<Finding> findings)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(new TableColumn("property") { NoWrap = true }, new TableColumn("verdict") { NoWrap = true }, new TableColumn("what was seen"));
        foreach (var finding in findings)
        {
            table.AddRow(
                new Text(Printable.Line(finding.Property)),
                VerdictWords.Of(finding.Verdict),
                Seen(finding));
        }

        return table;
    }

    private static Rows Stacked(IEnumerable<Finding> findings) => new(findings.SelectMany(finding => new IRenderable[]
    {
        new Columns(VerdictWords.Of(finding.Verdict), new Text(Printable.Line(finding.Property))) { Expand = false },
        new Padder(Seen(finding), new Padding(2, 0, 0, 0)),
    }));

    private static Rows Seen(Finding finding) => new([new Text(Printable.Lines(finding.Statement)), .. Evidence(finding.Evidence)]);

    private static IEnumerable<IRenderable> Evidence(IReadOnlyList<Evidence> evidence)
    {
        // One left out would cost the same line as showing it.
        var shown = evidence.Count <= MostEvidence + 1 ? evidence.Count : MostEvidence;
        foreach (var one in evidence.Take(shown))
        {
            var moment = one.At is { } at ? Printable.Moment(at) + "  " : "";
            yield return new Padder(new Text($"{moment}{Printable.Line(one.Source)}: {Printable.Line(one.Text)}{Place(one)}", Faint), new Padding(2, 0, 0, 0));
        }

        if (shown < evidence.Count)
        {
            yield return new Padder(new Text($"{evidence.Count - shown} more in verdict.json", Faint), new Padding(2, 0, 0, 0));
        }
    }

    /// <summary>Such as <c> [line 812; during step 1 (kill of kafka-a-1)]</c>; empty where neither is known.</summary>
    private static string Place(Evidence evidence)
    {
        var lines = evidence.Lines is { Count: > 0 } known ? [$"line{(known.Count == 1 ? "" : "s")} {string.Join(", ", known)}"] : Array.Empty<string>();
        string[] parts = evidence.Fault is { } fault ? [.. lines, Printable.Line(fault)] : lines;
        return parts.Length == 0 ? "" : $" [{string.Join("; ", parts)}]";
    }

    private static Grid List(IEnumerable<(IRenderable Mark, string Text)> lines, Style style)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (mark, text) in lines)
        {
            grid.AddRow(mark, new Text(Printable.Lines(text), style));
        }

        return grid;
    }

    private static void Last(IAnsiConsole console, Judgement judgement, int exitCode)
    {
        var text = VerdictWords.Last(judgement, exitCode);
        if (console.Profile.Capabilities.Ansi)
        {
            console.Write(new Text(text + "\n", VerdictWords.StyleOf(judgement.Verdict)));
        }
        else
        {
            StandardOutput.Line(console, text);
        }
    }
}
