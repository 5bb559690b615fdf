using System.Diagnostics;
using System.Globalization;
using KafkaChaos.Model;
using KafkaChaos.Planning;
using KafkaChaos.Runs;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>Time of the exhaustive search for placements against its size.</summary>
internal static class AdviseBenchmark
{
    private static readonly (int Zones, int Voters, int Brokers)[] Sizes = [(3, 3, 3), (4, 3, 6), (4, 5, 12), (5, 5, 12), (6, 5, 12)];

    public static int Run()
    {
        var table = Figures.Of("zones", "voters", "brokers", "placements", "s", "placements/s");
        foreach (var (zones, voters, brokers) in Sizes)
        {
            var question = new AdviceQuestion([.. Enumerable.Range(0, zones).Select(zone => new Zone($"zone-{zone}", $"domain-{zone / 2}"))], voters, brokers, 3, 2);
            var watch = Stopwatch.StartNew();
            Advisor.Advise(question, 5);
            var seconds = watch.Elapsed.TotalSeconds;
            table.AddRow(Text(zones), Text(voters), Text(brokers), Text(question.Combinations()), Text(seconds), Text(Math.Round(question.Combinations() / seconds)));
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine("goal: 5 voters and 12 brokers over 6 zones in under 5 s");
        return ExitCode.Passed;
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
