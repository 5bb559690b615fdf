using System.CommandLine;
using KafkaChaos.Reports;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Tool;

/// <summary><c>run [scenario]</c>: launches, breaks, judges.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var scenario = new Argument<string>("scenario") { Description = "A scenario file.", DefaultValueFactory = _ => Home.DefaultScenario };
        var runs = new Option<string>("--runs") { Description = "The folder that keeps runs.", DefaultValueFactory = _ => Home.DefaultRuns };
        var keep = new Option<bool>("--keep") { Description = "Leave the cluster up for a look if the run does not pass." };
        var noAgent = new Option<bool>("--no-agent") { Description = "Start no agent: kills and pauses then go through parallel Docker API calls, and not at one instant." };
        var verb = new Command("run", "Launch a scenario's cluster, break it, and judge whether it survived.") { scenario, runs, keep, noAgent };
        verb.SetAction((parsed, token) => RunAsync(parsed.GetValue(scenario)!, Home.Options(parsed.GetValue(runs)!, parsed.GetValue(keep), !parsed.GetValue(noAgent)), token));
        return verb;
    }

    private static async Task<int> RunAsync(string path, RunOptions options, CancellationToken token)
    {
        var read = ScenarioReader.Read(path);
        foreach (var problem in read.Problems)
        {
            await Console.Error.WriteLineAsync(problem.ToString());
        }

        if (read.Scenario is null)
        {
            return ExitCode.BadInput;
        }

        RunResult result;
        using (var view = ProgressView.Create())
        {
            result = await Run.ExecuteAsync(read, options, view, token);
        }

        VerdictConsole.Write(result.Judgement, result.Folder.Path, result.Code);
        return result.Code;
    }
}
