using Spectre.Console;

namespace KafkaChaos.Reports;

/// <summary>The console on standard output.</summary>
internal static class StandardOutput
{
    // Wide enough for a table with sentences in it, and narrow enough for the log page of a CI system.
    private const int WidthOfFiles = 120;

    public static IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Out) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthOfFiles;
        }

        return console;
    }

    /// <summary>One line that is not broken to the console's width, so that a path in it can be copied and a last line can be searched for.</summary>
    public static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);
}
