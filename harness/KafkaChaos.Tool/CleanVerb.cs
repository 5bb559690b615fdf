using System.CommandLine;
using KafkaChaos.Clusters;
using KafkaChaos.Runs;

namespace KafkaChaos.Tool;

/// <summary><c>clean [run]</c>: removes what dead runs left, or one run that was kept.</summary>
internal static class CleanVerb
{
    public static Command Create()
    {
        var run = new Argument<string?>("run") { Description = "The id of a run that was kept; left out, every run whose program is gone and that nobody keeps.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command("clean", "Remove what runs left on this machine.") { run };
        verb.SetAction((parsed, token) => CleanAsync(parsed.GetValue(run), token));
        return verb;
    }

    private static async Task<int> CleanAsync(string? run, CancellationToken token)
    {
        using var engine = await DockerEngine.ConnectAsync(token);
        var cleaner = new Cleaner(engine);
        var traces = await cleaner.FindAsync(token);
        if (run is not null && traces.All(one => one.Run != run))
        {
            await Console.Error.WriteLineAsync($"{run}: no run of that id has left anything on this machine; there {(traces.Count == 0 ? "is none" : $"are: {string.Join(", ", traces.Select(one => one.Run))}")}");
            return ExitCode.BadInput;
        }

        var left = run is null ? await DeadRuns.RemoveAsync(engine, Console.Error.WriteLine, token) : await OneAsync(cleaner, traces.First(one => one.Run == run), token);
        if (left.Count > 0)
        {
            await Console.Error.WriteLineAsync($"could not be removed: {string.Join(", ", left)}");
            return ExitCode.Environment;
        }

        var others = await cleaner.FindAsync(token);
        Console.Out.WriteLine(others.Count == 0
            ? "nothing of any run is on this machine"
            : string.Join('\n', others.Select(other => $"run {other.Run} {StateOf(other)}: {other.Items.Count} things")));
        return ExitCode.Passed;
    }

    private static string StateOf(RunTrace run) => run switch
    {
        { Alive: true } => "goes on",
        { Elsewhere: true } => $"belongs to a program in another container of this machine (if it is gone: ./kafkachaos clean {run.Run})",
        { Kept: true } => $"is kept (./kafkachaos clean {run.Run} ends it)",
        _ => "has just appeared",
    };

    private static Task<IReadOnlyList<string>> OneAsync(Cleaner cleaner, RunTrace trace, CancellationToken token) => trace.Alive
        ? throw new EnvironmentException($"Run {trace.Run} goes on.", trace.Lock, "its program holds its lock", "a run that has ended", "end that program first (Ctrl-C)")
        : DeadRuns.RemoveAsync(cleaner, trace, Console.Error.WriteLine, token);
}
