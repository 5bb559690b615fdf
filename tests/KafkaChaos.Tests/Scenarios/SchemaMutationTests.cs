using KafkaChaos.Scenarios;
using NJsonSchema;
using NJsonSchema.Validation;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Holds the schema and the reader together on files that are wrong in thousands of ways.</summary>
public sealed class SchemaMutationTests
{
    private const int Mutations = 3_000;
    private const int Fixed = 20261122;

    private static IReadOnlyList<string> OwnTopologies { get; } =
        [.. Corpus.TopologyFiles.Select(File.ReadAllText), .. ((string[])[Sample.Text, Topologies.Rich, Topologies.KRaft]).Select(Topologies.FileOf)];

    /// <summary>One seed that never changes, and one that is new each time; a failure prints it.</summary>
    [TestCase(Fixed)]
    [TestCase(null)]
    public async Task TheSchemaOfScenariosAndTheReaderAgree(int? given) =>
        Assert.That(await DisagreementAsync(given ?? Environment.TickCount, Schemas.Scenario.Text, Corpus.Texts, ReadScenario), Is.Null);

    [TestCase(Fixed)]
    [TestCase(null)]
    public async Task TheSchemaOfTopologiesAndTheReaderAgree(int? given) =>
        Assert.That(await DisagreementAsync(given ?? Environment.TickCount, Schemas.Topology.Text, OwnTopologies, ReadTopology), Is.Null);

    [TestCase("[\n                \"string\",\n                \"boolean\",\n                \"number\"\n              ]", "\"number\"", "stricter")]
    [TestCase("\"maximum\": 999", "\"maximum\": 0", "stricter")]
    [TestCase("^(?!\\\\.{1,2}$)(?!__)[A-Za-z0-9._-]{1,249}$", "^[a-n]+$", "stricter")]
    [TestCase("\"racks\": {", "\"rack\": {", "stricter")]
    [TestCase("\"additionalProperties\": false", "\"additionalProperties\": true", "would not see")]
    [TestCase("\"enum\": [", "\"examples\": [", "would not see")]
    [TestCase("\"required\": [", "\"examples\": [", "would not see")]
    public async Task ASchemaThatIsTooStrictOrTooLaxIsFound(string part, string planted, string found)
    {
        Assert.That(Schemas.Topology.Text, Does.Contain(part));
        var wrong = Schemas.Topology.Text.Replace(part, planted, StringComparison.Ordinal);
        Assert.That(await DisagreementAsync(Fixed, wrong, OwnTopologies, ReadTopology), Does.Contain(found));
    }

    private static IReadOnlyList<Problem> ReadScenario(string text) => ScenarioReader.ReadText(text, Path.Combine(Corpus.Folder, "mutation.yaml")).Problems;

    private static IReadOnlyList<Problem> ReadTopology(string text) => ScenarioReader.ReadOwnTopology(text, "mutation.yaml").Problems;

    // The first file on which the two disagree; null where there is none.
    private static async Task<string?> DisagreementAsync(int seed, string schemaText, IReadOnlyList<string> seeds, Func<string, IReadOnlyList<Problem>> read)
    {
        var mutation = new FileMutation(new Random(seed), seeds);
        var schema = await JsonSchema.FromJsonAsync(schemaText);
        var (refused, right) = (0, 0);
        for (var i = 0; i < Mutations; i++)
        {
            var text = mutation.Next();
            var seen = schema.Validate(EditorView.Json(text)).Select(PathOf).ToList();
            var problems = read(text).Where(problem => problem.Severity == Severity.Error).ToList();
            var difference = seen.Any(path => !problems.Any(problem => Related(problem.Key, path))) ? "the schema is stricter than the reader"
                : problems.Any(problem => IsOfShape(problem) && !seen.Any(path => Related(problem.Key, path))) ? "an editor would not see this"
                : null;
            if (difference is not null)
            {
                return $"{difference}: seed {seed}, mutation {i}\nschema: {string.Join(", ", seen)}\nreader: {string.Join("\n        ", problems)}\n{text}";
            }

            refused += seen.Count > 0 ? 1 : 0;
            right += problems.Count == 0 ? 1 : 0;
        }

        TestContext.Out.WriteLine($"seed {seed}: of {Mutations} files the schema refuses {refused}, and the reader reads {right}");
        return right > Mutations / 50 ? null : $"too few right files to show that the schema is not too strict: {right} of {Mutations}";
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
