using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>The named parts of a JSON schema. Sections refer to each other through them, so that a target may stand inside a target.</summary>
internal sealed class Definitions
{
    private readonly Dictionary<Reader, string> names = [];
    private readonly SortedDictionary<string, JsonObject> parts = new(StringComparer.Ordinal);

    /// <summary>A reference to what a reader accepts. It is written out at the first one, and shared with readers of the same kind that accept the same.</summary>
    /// <param name="reader">Names the part by its kind: a TargetReader is a target.</param>
    /// <param name="shape">Writes it out.</param>
    internal JsonObject Refer(Reader reader, Func<Definitions, JsonObject> shape)
    {
        if (!names.TryGetValue(reader, out var name))
        {
            // Named before it is written out: it may refer to itself.
            name = names[reader] = Free(reader);
            var written = shape(this);
            if (Shared(reader, name, written) is { } earlier)
            {
                name = names[reader] = earlier;
            }
            else
            {
                parts[name] = written;
            }
        }

        return new JsonObject { ["$ref"] = Address(name) };
    }

    internal JsonObject ToJson() => new(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value.DeepClone())));

    private static string Address(string name) => $"#/definitions/{name}";

    private static string Kind(Reader reader) =>
        JsonNamingPolicy.CamelCase.ConvertName(reader.GetType().Name.Split('`')[0].Replace("Reader", "", StringComparison.Ordinal));

    private string Free(Reader reader)
    {
        var kind = Kind(reader);
        return Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? kind : string.Create(null, $"{kind}{n}")).First(name => !names.ContainsValue(name));
    }

    // An equal part of another instance; references to itself are compared as such.
    private string? Shared(Reader reader, string name, JsonObject written)
    {
        var text = written.ToJsonString();
        return names.Where(other => other.Key != reader && other.Value != name && other.Key.GetType() == reader.GetType() && parts.ContainsKey(other.Value))
            .Select(other => other.Value)
            .FirstOrDefault(other => parts[other].ToJsonString().Replace($"\"{Address(other)}\"", $"\"{Address(name)}\"", StringComparison.Ordinal) == text);
    }
}
