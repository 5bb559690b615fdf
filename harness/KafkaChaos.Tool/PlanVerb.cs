using System.CommandLine;
using KafkaChaos.Model;
using KafkaChaos.Planning;
using KafkaChaos.Reports;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Tool;

/// <summary><c>plan FILE</c>: what survives which loss, from the topology alone.</summary>
internal static class PlanVerb
{
    private static readonly string[] AcksNames = ["all", "1", "0"];

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A scenario, or a topology's own file." };
        var pairs = new Option<bool>("--pairs") { Description = "Also every pair of nodes, of zones and of domains." };
        var transient = new Option<bool>("--transient") { Description = "Also every loss while one other node restarts." };
        var format = new Option<string>("--format") { Description = "table, markdown or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "markdown", "json");
        var acks = new Option<string?>("--acks") { Description = "all, 1 or 0; left out, the scenario's, else all." };
        acks.AcceptOnlyFromAmong(AcksNames);
        var verb = new Command("plan", "Show what survives which loss, from the topology alone, without Docker.") { file, pairs, transient, format, acks };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var read = ScenarioReader.ReadTopology(path);
            var topology = read.Topology ?? throw new ScenarioException(read.Problems);
            foreach (var problem in read.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            var name = read.Scenario?.Name ?? Path.GetFileNameWithoutExtension(path);
            return Show(name, topology, AcksOf(parsed.GetValue(acks), read.Scenario), new PlanScope(parsed.GetValue(pairs), parsed.GetValue(transient)), parsed.GetValue(format)!);
        });
        return verb;
    }

    private static int Show(string name, Topology topology, Acks acks, PlanScope scope, string format)
    {
        Plan plan;
        try
        {
            plan = Plans.Of(name, topology, acks, scope);
        }
        catch (FormatException problem)
        {
            Console.Error.WriteLine($"{name}: {problem.Message}");
            return ExitCode.BadInput;
        }

        switch (format)
        {
            case "json":
                Console.Out.Write(PlanFile.Of(plan));
                break;
            case "markdown":
                Console.Out.Write(PlanMarkdown.Of(plan));
                break;
            default:
                PlanConsole.Write(plan);
                break;
        }

        return ExitCode.Passed;
    }

    private static Acks AcksOf(string? asked, Scenario? scenario) => asked switch
    {
        null => scenario?.Load?.Acks ?? Acks.All,
        "0" => Acks.None,
        "1" => Acks.Leader,
        _ => Acks.All,
    };
}
