using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>Reads one name, or a list of names without repetition.</summary>
internal sealed class NamesReader(string expected) : Reader<IReadOnlyList<Placed<string>>>
{
    private static readonly Reader<string> Name = Words.Text("a name");

    internal override string Expected => expected;

    internal override JsonObject Schema(Definitions definitions) =>
        Shape.AnyOf(Name.Schema(definitions), Shape.List(Name.Schema(definitions), unique: true));

    internal override Placed<IReadOnlyList<Placed<string>>>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is YamlMap or YamlScalar { IsNothing: true } or YamlList { Items.Count: 0 })
        {
            return Refuse(node, key, reading);
        }

        var names = new List<Placed<string>>();
        foreach (var part in node is YamlList list ? list.Items : [node])
        {
            if (Name.Read(part, key, reading) is not { } name)
            {
                continue;
            }

            if (names.Any(earlier => earlier.Value == name.Value))
            {
                reading.Problems.Error(part.At, key, "named twice", name.Value);
            }
            else
            {
                names.Add(name);
            }
        }

        return names.Count > 0 ? new Placed<IReadOnlyList<Placed<string>>>(names, node) : null;
    }
}
