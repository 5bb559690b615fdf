using System.Text.Json.Nodes;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>The scenario that uses every key.</summary>
public sealed class EveryKeyTests
{
    internal static string FilePath { get; } = Path.Combine(Repository.Root, "tests", "KafkaChaos.Tests", "Scenarios", "Corpus", "every-key.yaml");

    [Test]
    public void ItIsReadWithoutProblems()
    {
        var result = ScenarioReader.Read(FilePath);
        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Scenario!.Steps, Has.Count.EqualTo(24));
    }

    [Test]
    public void ItUsesEveryKeyOfTheSchemas()
    {
        var used = Keys(YamlDocument.Parse(File.ReadAllText(FilePath), FilePath, new Problems())!).ToHashSet();
        var known = Schemas.All.SelectMany(schema => Known(JsonNode.Parse(schema.Text)!)).ToHashSet();
        Assert.That(known, Has.Count.GreaterThan(60));
        Assert.That(known.Except(used), Is.Empty, "keys that it does not use");
    }

    private static IEnumerable<string> Keys(YamlNode node) => node switch
    {
        YamlMap map => map.Entries.SelectMany(entry => Keys(entry.Value).Prepend(entry.Key.Value)),
        YamlList list => list.Items.SelectMany(Keys),
        _ => [],
    };

    // Maps of settings have patterns beside the few names that they know.
    private static IEnumerable<string> Known(JsonNode schema) => schema switch
    {
        JsonObject { Count: > 0 } map => map.SelectMany(part => part.Value is null ? [] : Known(part.Value))
            .Concat(map["properties"] is JsonObject properties && map["patternProperties"] is null ? properties.Select(property => property.Key) : []),
        JsonArray list => list.SelectMany(part => Known(part!)),
        _ => [],
    };
}
