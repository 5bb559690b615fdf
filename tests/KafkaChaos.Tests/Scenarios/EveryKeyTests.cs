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
    public void ItUsesEveryKey()
    {
        var text = File.ReadAllText(FilePath);
        var root = YamlDocument.Parse(text, FilePath, new Problems())!;
        var used = Keys(root).ToHashSet();
        var known = new HashSet<string>();
        Collect(new RootReader("every-key"), known, []);
        Assert.That(known.Except(used), Is.Empty, "keys that the scenario does not use");
    }

    private static IEnumerable<string> Keys(YamlNode node) => node switch
    {
        YamlMap map => map.Entries.SelectMany(entry => Keys(entry.Value).Prepend(entry.Key.Value)),
        YamlList list => list.Items.SelectMany(Keys),
        _ => [],
    };

    // Reads the definitions themselves, whatever they read.
    private static void Collect(object reader, HashSet<string> known, HashSet<object> seen)
    {
        if (reader is TopologyOrFileReader topology)
        {
            reader = topology.Inline;
        }

        if (reader is not Reader || !seen.Add(reader))
        {
            return;
        }

        foreach (var inner in reader is IEither either ? either.Choices : [])
        {
            Collect(inner, known, seen);
        }

        const System.Reflection.BindingFlags Instance = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic;
        foreach (var name in (string[])["Item", "Value"])
        {
            if (reader.GetType().GetProperty(name, Instance)?.GetValue(reader) is { } inner)
            {
                Collect(inner, known, seen);
            }
        }

        foreach (var field in (IReadOnlyList<Field>?)reader.GetType().GetProperty("Fields", Instance)?.GetValue(reader) ?? [])
        {
            known.Add(field.Name);
            Collect(field.Value, known, seen);
        }
    }
}
