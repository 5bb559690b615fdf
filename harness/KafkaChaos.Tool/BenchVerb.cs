using System.CommandLine;
using KafkaChaos.Tool.Benchmarks;

namespace KafkaChaos.Tool;

/// <summary><c>bench NAME</c>: the measurements of <c>docs/benchmarks.md</c>.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        var scenario = new Argument<string>("scenario") { Description = "Whose topology is started.", DefaultValueFactory = _ => Home.DefaultScenario };
        var pairs = Count("--pairs", "How many interleaved pairs.", 5);
        var start = new Command("start", "Start of a whole cluster against plain docker run.") { scenario, pairs };
        start.SetAction((parsed, token) => StartBenchmark.RunAsync(parsed.GetValue(scenario)!, parsed.GetValue(pairs), token));
        var plan = new Command("plan", "Time and memory of a plan of every pair, against size.");
        plan.SetAction(_ => PlanBenchmark.Run());
        var advise = new Command("advise", "The exhaustive search for placements against its size.");
        advise.SetAction(_ => AdviseBenchmark.Run());
        var rounds = Count("--rounds", "How many times.", 10);
        var faults = new Command("faults", "Skew of a kill of six containers: by the agent, by parallel API calls, by docker kill.") { rounds };
        faults.SetAction((parsed, token) => FaultsBenchmark.RunAsync(parsed.GetValue(rounds), token));
        var shells = Count("--shells", "How many times on a node of one shell.", 100);
        var latency = new Command("latency", "From the due time of a step to its effect, for every fault.") { rounds, shells };
        latency.SetAction((parsed, token) => LatencyBenchmark.RunAsync(parsed.GetValue(rounds), parsed.GetValue(shells), token));
        var power = new Command("power", "A zone of six nodes loses its power, by the size of its disks.") { rounds };
        power.SetAction((parsed, token) => PowerBenchmark.RunAsync(parsed.GetValue(rounds), token));
        var turns = Count("--rounds", "How many rounds, each with a turn of every producer.", 5);
        var load = new Command("load", "Throughput of a producer with the history on, without it, and of Kafka's own.") { turns };
        load.SetAction((parsed, token) => LoadBenchmark.RunAsync(parsed.GetValue(turns), token));
        var check = new Command("check", "Reading and judging a history, against its size.");
        check.SetAction((_, token) => CheckBenchmark.RunAsync(token));
        return new Command("bench", "Measure this program side by side with what it is compared to.") { start, plan, advise, faults, latency, power, load, check };
    }

    private static Option<int> Count(string name, string description, int absent)
    {
        var count = new Option<int>(name) { Description = description, DefaultValueFactory = _ => absent };
        count.Validators.Add(given =>
        {
            if (given.GetValue(count) < 1)
            {
                given.AddError($"{name}: give at least 1");
            }
        });
        return count;
    }
}
