using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>A name that the scenario gives to something.</summary>
/// <param name="Name">The name, right or wrong; a wrong one is reported.</param>
/// <param name="Value">Null where it is wrong and reported.</param>
internal sealed record Named<T>(Placed<string> Name, Placed<T>? Value);

/// <summary>Reads a map whose keys are names of the scenario's own choice; at least one.</summary>
/// <param name="each">What a name stands for, in the plural.</param>
/// <param name="name">What a name looks like.</param>
/// <param name="value">What stands under each name.</param>
internal sealed class NamedReader<T>(string each, Reader<string> name, Reader<T> value) : Reader<IReadOnlyList<Named<T>>>
{
    internal override string Expected => $"a map of names to {each}";

    internal override JsonObject Schema(Definitions definitions)
    {
        var map = Shape.Map((name as ScalarReader<string>)?.Pattern ?? "", value.Schema(definitions));
        map["minProperties"] = 1;
        return map;
    }

    internal override Placed<IReadOnlyList<Named<T>>>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlMap map)
        {
            return Refuse(node, key, reading);
        }

        if (map.Entries.Count == 0)
        {
            reading.Problems.Error(node.At, key, $"empty; expected {Expected}");
        }

        var named = new List<Named<T>>();
        foreach (var entry in map.Entries)
        {
            var path = $"{key}.{entry.Key.Value}";
            var read = name.Read(entry.Key, path, reading) ?? new Placed<string>(entry.Key.Value, entry.Key);
            named.Add(new Named<T>(read, value.Read(entry.Value, path, reading)));
        }

        return new Placed<IReadOnlyList<Named<T>>>(named, node);
    }
}
