using System.CommandLine;
using KafkaChaos.Clusters;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Tool;

/// <summary><c>validate FILES [--here]</c>: reads scenarios and topologies and shows every problem of all of them.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("files") { Description = "Scenario and topology files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var here = new Option<bool>("--here") { Description = "Show also which faults the kernel or the engine of this machine cannot do." };
        var verb = new Command("validate", "Show every problem of scenario files, without Docker.") { paths, here };
        verb.SetAction((parsed, token) => ValidateAsync(parsed.GetValue(paths)!, parsed.GetValue(here), token));
        return verb;
    }

    private static async Task<int> ValidateAsync(IEnumerable<string> paths, bool here, CancellationToken token)
    {
        var read = ScenarioFiles.Read(paths);
        var problems = read.Problems.Concat(read.Files.SelectMany(file => file.Problems)).ToList();
        Show(problems);
        var scenarios = read.Files.Select(file => file.Scenario).OfType<ReadResult>().Where(result => result.Scenario is not null).ToList();
        foreach (var problem in scenarios.SelectMany(result => NotYet.Of(result.Scenario!)))
        {
            Console.Out.WriteLine($"note: can be read and planned, but not yet run: {problem}");
        }

        try
        {
            var obstacles = here ? await ObstaclesAsync(scenarios, token) : [];
            Show(obstacles);
            problems.AddRange(obstacles);
        }
        catch (EnvironmentException noEngine) when (HaveErrors(problems))
        {
            // Said beside the problems, which are the exit code.
            await Console.Error.WriteLineAsync(noEngine.Message);
        }

        var right = read.Files.Count(file => file.IsRight && !HaveErrors(problems.Where(problem => problem.File == file.Path)));
        Console.Out.WriteLine($"{right} of {read.Files.Count} files are right; errors: {problems.Count(IsError)}, warnings: {problems.Count(problem => !IsError(problem))}");
        return HaveErrors(problems) ? ExitCode.BadInput : ExitCode.Passed;
    }

    private static async Task<IReadOnlyList<Problem>> ObstaclesAsync(IReadOnlyList<ReadResult> scenarios, CancellationToken token)
    {
        var machine = await FaultSupport.LookAsync(token);
        var problems = from result in scenarios
                       from obstacle in machine(result.Scenario!.Steps)
                       let place = result.StepPlaces[obstacle.Step]
                       select new Problem(place.File, place.Line, place.Column, place.Key, $"{obstacle.Missing}; {obstacle.Remedy}", null, [], obstacle.Certain ? Severity.Error : Severity.Warning);

        // The rounds of a repetition are several steps at one place.
        return [.. problems.DistinctBy(problem => problem.ToString())];
    }

    private static void Show(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }
    }

    private static bool IsError(Problem problem) => problem.Severity == Severity.Error;

    private static bool HaveErrors(IEnumerable<Problem> problems) => problems.Any(IsError);
}
