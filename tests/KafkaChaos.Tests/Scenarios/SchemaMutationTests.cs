using KafkaChaos.Scenarios;
using NJsonSchema;
using NJsonSchema.Validation;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Holds the schema and the reader together on files that are wrong in thousands of ways.</summary>
public sealed class SchemaMutationTests
{
    private const int Mutations = 3_000;

    /// <summary>One seed that never changes, and one that is new each time; a failure prints it.</summary>
    [TestCase(20261122)]
    [TestCase(null)]
    public async Task TheSchemaOfScenariosAndTheReaderAgree(int? given) =>
        await AgreeAsync(given, Schemas.Scenario, Corpus.Texts, text => ScenarioReader.ReadText(text, Path.Combine(Corpus.Folder, "mutation.yaml")).Problems);

    [TestCase(20261122)]
    [TestCase(null)]
    public async Task TheSchemaOfTopologiesAndTheReaderAgree(int? given) =>
        await AgreeAsync(
            given,
            Schemas.Topology,
            [.. Corpus.TopologyFiles.Select(File.ReadAllText), .. ((string[])[Sample.Text, Topologies.Rich, Topologies.KRaft]).Select(Topologies.FileOf)],
            text => ScenarioReader.ReadOwnTopology(text, "mutation.yaml").Problems);

    private static async Task AgreeAsync(int? given, SourceFile made, IReadOnlyList<string> seeds, Func<string, IReadOnlyList<Problem>> read)
    {
        var seed = given ?? Environment.TickCount;
        var mutation = new FileMutation(new Random(seed), seeds);
        var schema = await JsonSchema.FromJsonAsync(made.Text);
        var (refused, right) = (0, 0);
        for (var i = 0; i < Mutations; i++)
        {
            var text = mutation.Next();
            var seen = schema.Validate(EditorView.Json(text)).Select(PathOf).ToList();
            var problems = read(text).Where(problem => problem.Severity == Severity.Error).ToList();
            var story = $"seed {seed}, mutation {i}\nschema: {string.Join(", ", seen)}\nreader: {string.Join("\n        ", problems)}\n{text}";
            Assert.That(seen.Where(path => !problems.Any(problem => Related(problem.Key, path))), Is.Empty, $"the schema is stricter than the reader: {story}");
            Assert.That(problems.Where(IsOfShape).Where(problem => !seen.Any(path => Related(problem.Key, path))), Is.Empty, $"an editor would not see this: {story}");
            refused += seen.Count > 0 ? 1 : 0;
            right += problems.Count == 0 ? 1 : 0;
        }

        TestContext.Out.WriteLine($"seed {seed}: of {Mutations} files the schema refuses {refused}, and the reader reads {right}");
        Assert.That(right, Is.GreaterThan(Mutations / 100), "too few right files to show that the schema is not too strict");
    }

    // What follows from the shape of the language alone, and not from names, numbers of nodes or the order of steps.
    private static bool IsOfShape(Problem problem) =>
        problem.Message is "unknown key" or "unknown value"
        || problem.Message.StartsWith("missing; expected", StringComparison.Ordinal)
        || problem.Message.StartsWith("exactly one of", StringComparison.Ordinal)
        || problem.Message.StartsWith("only one of", StringComparison.Ordinal);

    // As the reader writes it; the validator puts names with dots into brackets.
    private static string PathOf(ValidationError error) =>
        (error.Path ?? "").TrimStart('#', '/').Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal).TrimStart('.');

    private static bool Related(string key, string path) =>
        key.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(key, StringComparison.Ordinal);
}
