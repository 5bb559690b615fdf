using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a list of at least one item. Items that are wrong are reported and left out.</summary>
internal sealed class ListReader<T>(string each, Reader<T> item) : Reader<IReadOnlyList<Placed<T>>>
{
    internal override string Expected => $"a list of {each}";

    internal override JsonObject Schema(Definitions definitions) => Shape.List(item.Schema(definitions));

    internal override Placed<IReadOnlyList<Placed<T>>>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlList list)
        {
            return Refuse(node, key, reading);
        }

        if (list.Items.Count == 0)
        {
            reading.Problems.Error(node.At, key, $"empty; expected {Expected}");
        }

        var items = list.Items.Select((part, index) => item.Read(part, string.Create(null, $"{key}[{index}]"), reading)).OfType<Placed<T>>();
        return new Placed<IReadOnlyList<Placed<T>>>([.. items], node);
    }
}
