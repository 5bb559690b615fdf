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
    /// <summary>In bytes; a longer line is no event, and is not worth the memory.</summary>
    internal const int LongestLine = 16 * 1024 * 1024;

    private const int BufferSize = 256 * 1024;

    /// <exception cref="HistoryFormatException">A line is no event, is cut off, says what can never be, is of an earlier time than a line before it, or the first is not the start of a run.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<History> ReadAsync(string path, CancellationToken token)
    {
        var lines = new Lines(path);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var buffer = new byte[BufferSize];
        var held = 0;
        while (await file.ReadAsync(buffer.AsMemory(held), token) is var count and > 0)
        {
            held += count;
            var used = lines.Add(buffer.AsSpan(0, held));
            buffer.AsSpan(used, held - used).CopyTo(buffer);
            held -= used;
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, held < LongestLine ? 2 * held : throw lines.Refused($"the line has more than {LongestLine} bytes, expected an event"));
            }
        }

        return held > 0
            ? throw lines.Refused($"the file ends after {held} bytes of a line, expected a line feed at the end of every line: the history was cut off")
            : new History(lines.Count > 0 ? lines.Log : throw lines.Refused("the history is empty, expected the start of a run (type run-started)"));
    }

    /// <summary>The lines until now.</summary>
    private sealed class Lines(string path)
    {
        private readonly RecordLines _records = new();
        private TimeSpan _latest;

        public EventLog Log { get; } = new();

        public int Count => Log.Extent.Events;

        /// <returns>How many bytes the complete lines had.</returns>
        public int Add(ReadOnlySpan<byte> bytes)
        {
            var used = 0;
            while (bytes[used..].IndexOf((byte)'\n') is var length and >= 0)
            {
                Log.Add(Event(bytes.Slice(used, length)));
                used += length + 1;
            }

            return used;
        }

        /// <summary>What is wrong with the line that comes next.</summary>
        public HistoryFormatException Refused(string problem, Exception? cause = null) => new(path, Count + 1, problem, cause);

        private HistoryEvent Event(ReadOnlySpan<byte> line)
        {
            if (line.Trim(" \t\r"u8).IsEmpty)
            {
                throw Refused("the line is empty, expected an event");
            }

            var one = _records.Read(line) ?? Any(line);
            if ((HistoryRules.Broken(one, first: Count == 0) ?? HistoryRules.OutOfOrder(one, _latest)) is { } broken)
            {
                throw Refused(broken);
            }

            _latest = HistoryRules.IsByWallClock(one) ? _latest : one.At;
            return one;
        }

        private HistoryEvent Any(ReadOnlySpan<byte> line)
        {
            try
            {
                return JsonSerializer.Deserialize<HistoryEvent>(line, HistoryFormat.Options)
                    ?? throw Refused("seen null, expected an event");
            }
            catch (Exception problem) when (problem is JsonException or NotSupportedException or FormatException)
            {
                throw Refused($"not an event of a history: {problem.Message}", problem);
            }
        }
    }
}
