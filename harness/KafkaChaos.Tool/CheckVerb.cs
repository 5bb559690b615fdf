using System.CommandLine;
using KafkaChaos.Reports;
using KafkaChaos.Runs;

namespace KafkaChaos.Tool;

/// <summary><c>check FOLDER</c>: judges a stored run again.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var folder = new Argument<string>("run folder") { Description = "A folder that a run made, such as runs/20260101T000000Z-lose-one-zone-of-three." };
        var verb = new Command("check", "Judge a stored run again, without Docker.") { folder };
        verb.SetAction(async (parsed, token) =>
        {
            var path = parsed.GetValue(folder)!;
            var folderOfRun = new RunFolder(path);
            if (!folderOfRun.IsComplete)
            {
                await Console.Error.WriteLineAsync($"{path}: this is no run folder; expected scenario.yaml and history.jsonl in it");
                return ExitCode.BadInput;
            }

            var judgement = await Recheck.RunAsync(folderOfRun, token);
            var code = ExitCode.Of(judgement.Verdict);
            VerdictConsole.Write(judgement, path, code);
            return code;
        });
        return verb;
    }
}
