using KafkaChaos.Model;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KafkaChaos.Reports;

/// <summary>What a machine can do, for a person.</summary>
public static class DoctorConsole
{
    /// <summary>On standard output.</summary>
    /// <param name="facts">As found.</param>
    /// <param name="what">What would be run, such as a scenario's name.</param>
    public static void Write(IReadOnlyList<MachineFact> facts, string what) => Write(StandardOutput.Console(), facts, what);

    /// <param name="console">Sentences are wrapped to its width, never cut.</param>
    /// <param name="facts">As found.</param>
    /// <param name="what">What would be run.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<MachineFact> facts, string what)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(new TableColumn("") { NoWrap = true }, new TableColumn("subject"), new TableColumn("seen"), new TableColumn("needed"));
        foreach (var fact in facts)
        {
            table.AddRow(Word(fact.State), new Text(Printable.Line(fact.Subject)), Seen(fact), new Text(Printable.Line(fact.Needed)));
        }

        console.Write(table);
        console.WriteLine();
        StandardOutput.Line(console, Last(facts, Printable.Line(what)));
    }

    private static Rows Seen(MachineFact fact) => new(
    [
        new Text(Printable.Lines(fact.Seen)),
        .. fact.Remedy is { } remedy && fact.State != FactState.Good ? [new Text($"do: {Printable.Lines(remedy)}", new Style(Color.Aqua))] : Array.Empty<IRenderable>(),
    ]);

    private static Text Word(FactState state) => state switch
    {
        FactState.Good => new Text("good", new Style(Color.Green)),
        FactState.Limited => new Text("limited", new Style(Color.Yellow)),
        _ => new Text("MISSING", new Style(Color.Red, decoration: Decoration.Bold)),
    };

    private static string Last(IReadOnlyList<MachineFact> facts, string what)
    {
        var missing = Subjects(facts, FactState.Missing);
        var limited = Subjects(facts, FactState.Limited);
        return missing.Count > 0 ? $"this machine cannot run {what}: {string.Join(", ", missing)}"
            : limited.Count > 0 ? $"this machine can run {what}, with limits: {string.Join(", ", limited)}"
            : $"this machine can run {what}";
    }

    private static List<string> Subjects(IEnumerable<MachineFact> facts, FactState state) =>
        [.. facts.Where(fact => fact.State == state).Select(fact => Printable.Line(fact.Subject))];
}
