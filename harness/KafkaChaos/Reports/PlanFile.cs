using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KafkaChaos.Planning;

namespace KafkaChaos.Reports;

/// <summary>A plan as JSON, for programs: every cell with its answer, its verdict and its reason.</summary>
public static class PlanFile
{
    private static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <returns>Ends in a line break.</returns>
    public static string Of(Plan plan) => JsonSerializer.Serialize(plan, Options) + "\n";
}
