using System.Text.Json;
using KafkaChaos.Histories;
using KafkaChaos.Planning;

namespace KafkaChaos.Reports;

/// <summary>A plan as JSON, for programs: every cell with its answer, its verdict and its reason. What is null is left out.</summary>
public static class PlanFile
{
    private static JsonSerializerOptions Options { get; } = new(HistoryFormat.Options) { WriteIndented = true, NewLine = "\n" };

    /// <returns>Ends in a line break.</returns>
    public static string Of(Plan plan) => JsonSerializer.Serialize(plan, Options) + "\n";
}
