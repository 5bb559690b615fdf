using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>Reads a map with known keys.</summary>
internal abstract class SectionReader<T> : Reader<T>
    where T : class
{
    internal abstract IReadOnlyList<Field> Fields { get; }

    /// <summary>Fields of which one, and no second, must be given; empty where there is no such choice.</summary>
    internal virtual IReadOnlyList<Field> ExactlyOneOf => [];

    /// <summary>Every such choice, where there is more than one.</summary>
    internal virtual IReadOnlyList<IReadOnlyList<Field>> Choices => ExactlyOneOf.Count == 0 ? [] : [ExactlyOneOf];

    /// <summary>Groups of fields of which at least one must be given whole; empty where there is no such rule. For the schema: <see cref="Build"/> says it in the words of the section.</summary>
    internal virtual IReadOnlyList<IReadOnlyList<Field>> Ways => [];

    internal override string Expected => $"a map of {string.Join(", ", Fields.Select(known => known.Name))}";

    internal override JsonObject Schema(Definitions definitions) => definitions.Refer(this, WrittenOut);

    /// <summary>The schema written out, where <see cref="Schema"/> refers to it.</summary>
    internal JsonObject WrittenOut(Definitions definitions)
    {
        var shape = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(Fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Shape.Described(field.Meaning, field.Value.Schema(definitions))))),
            ["additionalProperties"] = false,
        };
        if (Fields.Any(field => field.Required))
        {
            shape["required"] = Required(Fields.Where(field => field.Required));
        }

        if (Choices.Count == 1)
        {
            shape["oneOf"] = OneOf(Choices[0]);
        }
        else if (Choices.Count > 1)
        {
            shape["allOf"] = new JsonArray([.. Choices.Select(choice => new JsonObject { ["oneOf"] = OneOf(choice) })]);
        }

        if (Ways.Count > 0)
        {
            shape["anyOf"] = new JsonArray([.. Ways.Select(way => new JsonObject { ["required"] = Required(way) })]);
        }

        return shape;
    }

    internal override Placed<T>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlMap map)
        {
            return Refuse(node, key, reading);
        }

        var section = new Section(map, key, reading);
        section.CheckKeys(Fields, Choices);
        return Build(section) is { } value ? new Placed<T>(value, node) : null;
    }

    /// <summary>
    /// Gets every field, so that the problems of all are found, and then makes the value; null where one that it needs is wrong.
    /// </summary>
    protected abstract T? Build(Section section);

    private static JsonArray OneOf(IEnumerable<Field> choice) => new([.. choice.Select(field => new JsonObject { ["required"] = Required([field]) })]);

    private static JsonArray Required(IEnumerable<Field> fields) => new([.. fields.Select(field => JsonValue.Create(field.Name))]);
}
