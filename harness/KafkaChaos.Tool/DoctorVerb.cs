using System.CommandLine;
using KafkaChaos.Clusters;
using KafkaChaos.Reports;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Tool;

/// <summary><c>doctor [scenario]</c>: what this machine can do.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var scenario = new Argument<string>("scenario") { Description = "Whose need is compared with what is here.", DefaultValueFactory = _ => Home.DefaultScenario };
        var runs = new Option<string>("--runs") { Description = "The folder that keeps runs.", DefaultValueFactory = _ => Home.DefaultRuns };
        var verb = new Command("doctor", "Show what this machine can do, and how to mend what it cannot.") { scenario, runs };
        verb.SetAction(async (parsed, token) =>
        {
            var read = ScenarioReader.Read(parsed.GetValue(scenario)!);
            var whose = read.Scenario ?? throw new ScenarioException(read.Problems);
            var facts = await MachineReport.InspectAsync(whose, Home.Path, parsed.GetValue(runs)!, token);
            DoctorConsole.Write(facts, whose.Name);
            return MachineReport.CanRun(facts) ? ExitCode.Passed : ExitCode.Environment;
        });
        return verb;
    }
}
