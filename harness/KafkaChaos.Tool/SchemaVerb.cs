using System.CommandLine;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Tool;

/// <summary><c>schema [scenario|topology] [--write]</c>: the language's JSON schemas, for editors.</summary>
internal static class SchemaVerb
{
    private const string Ending = ".schema.json";

    public static Command Create()
    {
        var which = new Argument<string>("which") { Description = "The schema to print.", DefaultValueFactory = _ => Word(Schemas.Scenario) };
        which.AcceptOnlyFromAmong([.. Schemas.All.Select(Word)]);
        var write = new Option<bool>("--write") { Description = "Write every schema into scenarios/schema in place of printing one." };
        var verb = new Command("schema", "Print the JSON schema of the scenario language, for editors.") { which, write };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(write))
            {
                WriteAll();
            }
            else
            {
                Console.Out.Write(Schemas.All.First(schema => Word(schema) == parsed.GetValue(which)).Text);
            }

            return ExitCode.Passed;
        });
        return verb;
    }

    private static string Word(SourceFile schema) => schema.Path[..^Ending.Length];

    private static void WriteAll()
    {
        var folder = Path.Combine(Home.Path ?? ".", "scenarios", "schema");
        Directory.CreateDirectory(folder);
        foreach (var schema in Schemas.All)
        {
            var path = Path.Combine(folder, schema.Path);
            File.WriteAllText(path, schema.Text);
            Console.Out.WriteLine($"{path}: written");
        }
    }
}
