using System.Text.Json;
using System.Text.Json.Serialization;
using KafkaChaos.Checking;
using KafkaChaos.Histories;

namespace KafkaChaos.Reports;

/// <summary>The verdict of a run as JSON (<c>verdict.json</c>), for programs: in the format of the history, indented.</summary>
public static class VerdictFile
{
    // A figure may be infinite, such as an outage that did not end.
    private static JsonSerializerOptions Options { get; } = new(HistoryFormat.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // Evidence that belongs to no moment says so: what is required on reading must be written.
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>Replaces the file as a whole: a reader finds the old verdict or the new one, never half of one.</summary>
    /// <exception cref="IOException">The disk refused it.</exception>
    public static async Task WriteAsync(string path, Judgement judgement, CancellationToken token)
    {
        var unfinished = path + ".unfinished";
        try
        {
            await File.WriteAllTextAsync(unfinished, JsonSerializer.Serialize(judgement, Options) + "\n", token);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <exception cref="HistoryFormatException">The file is not a verdict.</exception>
    /// <exception cref="IOException">The file is not there.</exception>
    public static async Task<Judgement> ReadAsync(string path, CancellationToken token)
    {
        await using var file = File.OpenRead(path);
        try
        {
            return await JsonSerializer.DeserializeAsync<Judgement>(file, Options, token) ?? throw new JsonException("it holds null");
        }
        catch (JsonException problem)
        {
            throw new HistoryFormatException(path, (int)(problem.LineNumber ?? 0) + 1, $"not a verdict of KafkaChaos: {problem.Message}", problem);
        }
    }
}
