using System.CommandLine;
using KafkaChaos.Reports;
using KafkaChaos.Runs;

namespace KafkaChaos.Tool;

/// <summary><c>check PATH</c>: judges a stored run, or a history of another tool.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var path = new Argument<string>("run folder or history") { Description = "A folder that a run made, such as runs/20260101T000000Z-lose-one-zone-of-three, or a history of JSON lines." };
        var scenario = new Option<string?>("--scenario") { Description = "The scenario that it is judged by; left out, the scenario.yaml beside the history." };
        var verb = new Command("check", "Judge a stored run or another tool's history, without Docker.") { path, scenario };
        verb.SetAction(async (parsed, token) =>
        {
            var given = parsed.GetValue(path)!;
            if (StoredRun.Find(given, parsed.GetValue(scenario), out var missing) is not { } stored)
            {
                await Console.Error.WriteLineAsync(missing);
                return ExitCode.BadInput;
            }

            var judgement = await Recheck.RunAsync(stored, token);
            var code = ExitCode.Of(judgement.Verdict);
            VerdictConsole.Write(judgement, given, code);
            return code;
        });
        return verb;
    }
}
