using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>The table in which a benchmark prints what it measured: as Markdown, for its place in docs/benchmarks.md.</summary>
internal static class Figures
{
    // Where the output is no terminal, the library takes 80 and breaks figures in two.
    private const int LeastWidth = 160;

    public static Table Of(params string[] columns)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, LeastWidth);
        return new Table { Border = TableBorder.Markdown }.AddColumns(columns);
    }
}
