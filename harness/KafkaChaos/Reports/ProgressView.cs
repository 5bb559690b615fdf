using Spectre.Console;

namespace KafkaChaos.Reports;

/// <summary>The progress view that fits where it is shown.</summary>
public static class ProgressView
{
    /// <summary>On standard error, so that standard output holds nothing but the verdict.</summary>
    public static IProgressView Create() => For(AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        // By itself the console library asks whether standard output is a terminal, and the verdict may well go to a file.
        Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Yes,
    }));

    /// <summary>A live panel where a person sits at a terminal that can draw it; else plain lines.</summary>
    public static IProgressView For(IAnsiConsole console) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities is { Interactive: true, Ansi: true } && !IsAutomation()
            ? new LiveProgress(console)
            : new PlainProgress(console.Profile.Out.Writer);

    // What nearly every CI system sets; the console library knows only some of them by name.
    private static bool IsAutomation() => Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ci && ci != "false";
}
