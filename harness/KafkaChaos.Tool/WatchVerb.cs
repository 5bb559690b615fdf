using System.CommandLine;
using KafkaChaos.Runs;

namespace KafkaChaos.Tool;

/// <summary><c>watch</c>: what a run starts for itself (see <see cref="RunWatcher"/>).</summary>
internal static class WatchVerb
{
    public const string Name = "watch";

    public static Command Create()
    {
        var run = new Argument<string>("run");
        var held = new Argument<string>("lock");
        var log = new Argument<string>("log");
        var verb = new Command(Name, "Remove a run's containers when its program is gone. Started by run.") { run, held, log };
        verb.Hidden = true;
        verb.SetAction(async (parsed, _) =>
            await RunWatcher.WatchAsync(parsed.GetValue(run)!, parsed.GetValue(held)!, parsed.GetValue(log)!) ? ExitCode.Passed : ExitCode.Environment);
        return verb;
    }
}
