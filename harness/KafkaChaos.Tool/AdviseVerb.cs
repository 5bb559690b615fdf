using System.CommandLine;
using KafkaChaos.Planning;
using KafkaChaos.Reports;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Tool;

/// <summary><c>advise TOPOLOGY</c>: the placements that survive most single domain losses.</summary>
internal static class AdviseVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("topology") { Description = "A topology or scenario file; its zones and domains count, its nodes do not." };
        var voters = new Option<int>("--voters") { Description = "How many voters, odd.", DefaultValueFactory = _ => 3 };
        var brokers = new Option<int>("--brokers") { Description = "How many brokers.", Required = true };
        var replication = new Option<int>("--replication") { Description = "Replicas of every partition.", DefaultValueFactory = _ => 3 };
        var minInsync = new Option<int?>("--min-insync") { Description = "min.insync.replicas. [default: the replication less one, at least 1]" };
        var top = new Option<int>("--top") { Description = "How many placements to show.", DefaultValueFactory = _ => 5 };
        var format = new Option<ReportFormat>("--format") { Description = "For whom.", DefaultValueFactory = _ => ReportFormat.Table };
        var verb = new Command("advise", "Find the placements that survive most single domain losses, best first.") { file, voters, brokers, replication, minInsync, top, format };
        verb.Validators.Add(given =>
        {
            if (given.GetValue(top) is < 1 or > 1000)
            {
                given.AddError("--top: give 1 to 1000");
            }
        });
        verb.SetAction(parsed =>
        {
            var read = ScenarioReader.ReadTopology(parsed.GetValue(file)!);
            var topology = read.Topology ?? throw new ScenarioException(read.Problems);
            var replicas = parsed.GetValue(replication);
            var question = new AdviceQuestion(topology.Zones, parsed.GetValue(voters), parsed.GetValue(brokers), replicas, parsed.GetValue(minInsync) ?? Math.Max(1, replicas - 1));
            var problems = question.Problems().ToList();
            foreach (var problem in problems)
            {
                Console.Error.WriteLine(problem);
            }

            if (problems.Count > 0)
            {
                return ExitCode.BadInput;
            }

            AdviceReport.Write(Advisor.Advise(question, parsed.GetValue(top)), parsed.GetValue(format));
            return ExitCode.Passed;
        });
        return verb;
    }
}
