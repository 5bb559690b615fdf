using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaChaos.Scenarios;

/// <summary>JSON schemas (draft 7) of the language, for editors. Made from the readers: they never refuse what a reader accepts.</summary>
public static class Schemas
{
    private const string Draft = "http://json-schema.org/draft-07/schema#";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // They are files and no part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Of a scenario's file.</summary>
    public static SourceFile Scenario { get; } = Write("scenario.schema.json", "A KafkaChaos scenario", new RootReader("").WrittenOut);

    /// <summary>Of a topology's own file.</summary>
    public static SourceFile Topology { get; } = Write("topology.schema.json", "A KafkaChaos topology", new TopologyReader().WrittenOut);

    /// <summary>Every schema, by its file's name in <c>scenarios/schema</c>.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [Scenario, Topology];

    private static SourceFile Write(string name, string title, Func<Definitions, JsonObject> root)
    {
        var definitions = new Definitions();
        var schema = new JsonObject
        {
            ["$schema"] = Draft,
            ["$comment"] = "Generated from the readers of harness/KafkaChaos/Scenarios by ./kafkachaos schema --write; a test compares.",
            ["title"] = title,
        };
        foreach (var (key, value) in root(definitions))
        {
            schema[key] = value?.DeepClone();
        }

        schema["definitions"] = definitions.ToJson();
        return new SourceFile(name, schema.ToJsonString(Format) + "\n");
    }
}
