using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Makes files wrong, or right in another way, that are still YAML: parts are replaced, renamed, dropped, added and wrapped.</summary>
/// <param name="random">Decides; the same seed makes the same files.</param>
/// <param name="seeds">Files to take keys, words and parts from.</param>
internal sealed partial class FileMutation(Random random, IReadOnlyList<string> seeds)
{
    private static readonly string[] Words =
    [
        "", "~", "true", "false", "0", "1", "-1", "6", "007", "1.5", "1e3", "0x1F", "99999999999", "10s", "0s", "1.5m", "10", "2h", "200/s", "100B", "1KiB", "5%", "10Mbit/s",
        "all", "a", "b", "no-such", "Upper", "kafka", "zookeeper", "zone", "3.9.2", "3.9", " ", "survives", "lost", "orders/0", "null", "NULL", "é",
    ];

    private readonly List<YamlNode> roots = [.. seeds.Select(EditorView.Parse)];

    /// <summary>One of the files with one to three mutations, mostly one, in flow style.</summary>
    internal string Next()
    {
        var root = Copy(roots[random.Next(roots.Count)]);
        for (var times = Math.Max(1, random.Next(-1, 4)); times > 0; times--)
        {
            Mutate(root);
        }

        return Text(root);
    }

    private static YamlNode Copy(YamlNode node) => node switch
    {
        YamlMappingNode map => new YamlMappingNode(map.Children.Select(entry => KeyValuePair.Create(Copy(entry.Key), Copy(entry.Value)))),
        YamlSequenceNode list => new YamlSequenceNode(list.Children.Select(Copy)),
        _ => new YamlScalarNode(((YamlScalarNode)node).Value) { Style = ((YamlScalarNode)node).Style },
    };

    private static string Text(YamlNode node) => node switch
    {
        YamlMappingNode map => $"{{{string.Join(", ", map.Children.Select(entry => $"{Text(entry.Key)}: {Text(entry.Value)}"))}}}",
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(Text))}]",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or null } => "~",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } value } when Safe().IsMatch(value) => value,
        _ => JsonSerializer.Serialize(((YamlScalarNode)node).Value),
    };

    private static IEnumerable<YamlNode> Parts(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(entry => Parts(entry.Value)).Prepend(node),
        YamlSequenceNode list => list.Children.SelectMany(Parts).Prepend(node),
        _ => [node],
    };

    private void Mutate(YamlNode root)
    {
        var parts = Parts(root).ToList();
        var holders = parts.Where(part => part is YamlMappingNode { Children.Count: > 0 } or YamlSequenceNode { Children.Count: > 0 }).ToList();
        if (holders.Count == 0)
        {
            return;
        }

        switch (holders[random.Next(holders.Count)])
        {
            case YamlMappingNode map:
                Mutate(map);
                break;
            case YamlSequenceNode list:
                var index = random.Next(list.Children.Count);
                list.Children[index] = Other(list.Children[index]);
                break;
        }
    }

    private void Mutate(YamlMappingNode map)
    {
        var (key, value) = map.Children.ElementAt(random.Next(map.Children.Count));
        switch (random.Next(6))
        {
            case 0:
                map.Children.Remove(key);
                break;
            case 1:
                map.Children.Remove(key);
                map.Children.TryAdd(new YamlScalarNode(Misspelt(((YamlScalarNode)key).Value!)), value);
                break;
            case 2:
                map.Children.TryAdd(new YamlScalarNode(AnyKey()), Copy(AnyPart()));
                break;
            default:
                map.Children[key] = Other(value);
                break;
        }
    }

    private YamlNode Other(YamlNode node) => random.Next(7) switch
    {
        0 => Copy(AnyPart()),
        1 => new YamlSequenceNode(Copy(node)),
        2 => node is YamlSequenceNode { Children.Count: > 0 } list ? list.Children[0] : new YamlMappingNode(),
        3 => node is YamlScalarNode scalar ? new YamlScalarNode(scalar.Value) { Style = scalar.Style == ScalarStyle.Plain ? ScalarStyle.DoubleQuoted : ScalarStyle.Plain } : new YamlSequenceNode(),
        4 => AnyPart() is YamlScalarNode other ? Copy(other) : Word(),
        _ => Word(),
    };

    private YamlScalarNode Word() => new(Words[random.Next(Words.Length)]) { Style = random.Next(4) == 0 ? ScalarStyle.DoubleQuoted : ScalarStyle.Plain };

    private YamlNode AnyPart()
    {
        var parts = Parts(roots[random.Next(roots.Count)]).Skip(1).ToList();
        return parts[random.Next(parts.Count)];
    }

    private string AnyKey()
    {
        var keys = Parts(roots[random.Next(roots.Count)]).OfType<YamlMappingNode>().SelectMany(map => map.Children.Select(entry => entry.Key)).ToList();
        return ((YamlScalarNode)keys[random.Next(keys.Count)]).Value!;
    }

    private string Misspelt(string key) => random.Next(3) switch
    {
        0 => AnyKey(),
        1 => key.Length > 1 ? key.Remove(random.Next(key.Length), 1) : key + "x",
        _ => key.Insert(random.Next(key.Length + 1), "x"),
    };

    [GeneratedRegex(@"^[A-Za-z0-9.+-][A-Za-z0-9._/%+-]*\z")]
    private static partial Regex Safe();
}
