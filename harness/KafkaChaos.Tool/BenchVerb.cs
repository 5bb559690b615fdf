using System.CommandLine;
using KafkaChaos.Tool.Benchmarks;

namespace KafkaChaos.Tool;

/// <summary><c>bench NAME</c>: the measurements of <c>docs/benchmarks.md</c>.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        var scenario = new Argument<string>("scenario") { Description = "Whose topology is started.", DefaultValueFactory = _ => Home.DefaultScenario };
        var pairs = new Option<int>("--pairs") { Description = "How many interleaved pairs.", DefaultValueFactory = _ => 5 };
        pairs.Validators.Add(given =>
        {
            if (given.GetValue(pairs) < 1)
            {
                given.AddError("--pairs: give at least 1");
            }
        });
        var start = new Command("start", "Start of a whole cluster against plain docker run.") { scenario, pairs };
        start.SetAction((parsed, token) => StartBenchmark.RunAsync(parsed.GetValue(scenario)!, parsed.GetValue(pairs), token));
        var plan = new Command("plan", "Time and memory of a plan of every pair, against size.");
        plan.SetAction(_ => PlanBenchmark.Run());
        var advise = new Command("advise", "The exhaustive search for placements against its size.");
        advise.SetAction(_ => AdviseBenchmark.Run());
        var rounds = new Option<int>("--rounds") { Description = "How many times.", DefaultValueFactory = _ => 10 };
        rounds.Validators.Add(given =>
        {
            if (given.GetValue(rounds) < 1)
            {
                given.AddError("--rounds: give at least 1");
            }
        });
        var faults = new Command("faults", "Skew of a kill of six containers: by the agent, by parallel API calls, by docker kill.") { rounds };
        faults.SetAction((parsed, token) => FaultsBenchmark.RunAsync(parsed.GetValue(rounds), token));
        var power = new Command("power", "A zone of six nodes loses its power, by the size of its disks.") { rounds };
        power.SetAction((parsed, token) => PowerBenchmark.RunAsync(parsed.GetValue(rounds), token));
        var turns = new Option<int>("--rounds") { Description = "How many rounds, each with a turn of every producer.", DefaultValueFactory = _ => 5 };
        turns.Validators.Add(given =>
        {
            if (given.GetValue(turns) < 1)
            {
                given.AddError("--rounds: give at least 1");
            }
        });
        var load = new Command("load", "Throughput of a producer with the history on, without it, and of Kafka's own.") { turns };
        load.SetAction((parsed, token) => LoadBenchmark.RunAsync(parsed.GetValue(turns), token));
        var check = new Command("check", "Reading and judging a history, against its size.");
        check.SetAction((_, token) => CheckBenchmark.RunAsync(token));
        return new Command("bench", "Measure this program side by side with what it is compared to.") { start, plan, advise, faults, power, load, check };
    }
}
