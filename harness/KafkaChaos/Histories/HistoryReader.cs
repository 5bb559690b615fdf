using System.Text.Json;

namespace KafkaChaos.Histories;

/// <summary>A history file that cannot be trusted: what is wrong, and in which line.</summary>
public sealed class HistoryFormatException(string path, int line, string problem, Exception? cause = null)
    : Exception($"{path}:{line}: {problem}", cause)
{
    public int Line { get; } = line;
}

/// <summary>Reads a history from JSON lines.</summary>
public static class HistoryReader
{
    /// <exception cref="HistoryFormatException">A line is no event, is cut off, or the first is not the start of a run.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<History> ReadAsync(string path, CancellationToken token)
    {
        var events = new List<HistoryEvent>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, token))
        {
            number++;
            events.Add(Parse(path, number, line));
            if (number == 1 && events[0] is not RunStarted)
            {
                throw new HistoryFormatException(path, 1, "the first line is not the start of a run (type run-started)");
            }
        }

        return events.Count > 0 ? new History(events) : throw new HistoryFormatException(path, 1, "the history is empty");
    }

    private static HistoryEvent Parse(string path, int number, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<HistoryEvent>(line, HistoryFormat.Options)
                ?? throw new HistoryFormatException(path, number, "null is no event");
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException or FormatException)
        {
            throw new HistoryFormatException(path, number, $"not an event of a history: {problem.Message}", problem);
        }
    }
}
