using System.CommandLine;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Tool;

/// <summary><c>validate FILES</c>: reads scenarios and shows every problem.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("files") { Description = "Scenario files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var verb = new Command("validate", "Show every problem of scenario files, without Docker.") { paths };
        verb.SetAction(parsed =>
        {
            var files = parsed.GetValue(paths)!.SelectMany(FilesOf).ToList();
            var reads = files.Select(ScenarioReader.Read).ToList();
            foreach (var problem in reads.SelectMany(read => read.Problems))
            {
                Console.Error.WriteLine(problem);
            }

            foreach (var problem in reads.Where(read => read.Scenario is not null).SelectMany(read => NotYet.Of(read.Scenario!)))
            {
                Console.Out.WriteLine($"note: can be read and planned, but not yet run: {problem}");
            }

            var good = reads.Count(read => read.Scenario is not null);
            Console.Out.WriteLine($"{good} of {files.Count} scenarios can be read");
            return good == files.Count && files.Count > 0 ? ExitCode.Passed : ExitCode.BadInput;
        });
        return verb;
    }

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal) : [path];
}
