using System.Text.Json.Nodes;
using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a topology in place, or from a file named relative to the scenario's.</summary>
internal sealed class TopologyOrFileReader : Reader<Topology>
{
    internal TopologyReader Inline { get; } = new();

    internal override string Expected => $"{Inline.Expected}, or the name of a file with such a map";

    internal override JsonObject Schema(Definitions definitions) => Shape.AnyOf(Shape.AnyText(), Inline.Schema(definitions));

    internal override Placed<Topology>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlScalar { IsNothing: false } named)
        {
            return node is YamlMap ? Inline.Read(node, key, reading) : Refuse(node, key, reading);
        }

        if (named.Value.Contains('\0') || named.Value.Contains('\n'))
        {
            return Refuse(node, key, reading);
        }

        var path = Path.Combine(Path.GetDirectoryName(reading.File) ?? "", named.Value);
        reading.TopologyFile ??= SourceFile.Open(path, node.At, key, reading.Problems);
        var root = reading.TopologyFile is { } file ? YamlDocument.Parse(file.Text, path, reading.Problems) : null;
        return root is null ? null : Inline.Read(root, key, reading);
    }
}
