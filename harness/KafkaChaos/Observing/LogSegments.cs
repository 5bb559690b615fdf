using System.Globalization;
using System.Text.RegularExpressions;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;

namespace KafkaChaos.Observing;

/// <summary>Reads the log segments on the brokers' disks with Kafka's own DumpLogSegments, and records what each replica holds.</summary>
/// <param name="cluster">Its brokers run.</param>
/// <param name="recorder">Gets a <see cref="ReplicaLog"/> for each replica.</param>
public sealed partial class LogSegments(Cluster cluster, Recorder recorder)
{
    // A small heap: the tool reads record by record, beside a broker that may have a limit.
    private const string Heap = "96m";

    // Where the container's memory runs short the kernel is to end the tool, not the broker.
    private const int FirstToDie = 1000;

    /// <param name="partitions">Those to look into.</param>
    /// <param name="folder">On this host, for what the tools print; emptied again.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="EnvironmentException">The tool did not run.</exception>
    public Task ReadAsync(IReadOnlyList<(string Topic, int Partition)> partitions, string folder, CancellationToken token) =>
        Task.WhenAll(cluster.Brokers.Select(async broker =>
        {
            var path = Path.Combine(folder, $"{broker.Name}.segments");
            try
            {
                await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write))
                {
                    await broker.ExecuteAsync(["sh", "-c", Script(partitions), "sh", .. broker.Image.ClassPath], file, token);
                }

                foreach (var log in Read(broker.Name, File.ReadLines(path)))
                {
                    recorder.Record(log with { At = recorder.Now });
                }
            }
            finally
            {
                File.Delete(path);
            }
        }));

    /// <summary>What the tool's lines say, a <c>Dumping</c> line before those of each file.</summary>
    internal static IReadOnlyList<ReplicaLog> Read(string node, IEnumerable<string> lines)
    {
        var logs = new Dictionary<(string, int), (long Start, long Records, Dictionary<string, List<long>> Held)>();
        var at = default((string, int)?);
        foreach (var line in lines)
        {
            if (FileLine().Match(line) is { Success: true } file)
            {
                at = (file.Groups[1].Value, Number(file.Groups[2]));
                var start = long.Parse(file.Groups[3].Value, CultureInfo.InvariantCulture);
                logs[at.Value] = logs.TryGetValue(at.Value, out var known) ? known with { Start = Math.Min(known.Start, start) } : (start, 0, []);
            }
            else if (at is { } partition && RecordLine().Match(line) is { Success: true } record)
            {
                var (start, records, held) = logs[partition];
                logs[partition] = (start, records + 1, held);
                if (RecordValue.Read(System.Text.Encoding.ASCII.GetBytes(record.Groups[1].Value)) is var (producer, sequence))
                {
                    held.TryAdd(producer, []);
                    held[producer].Add(sequence);
                }
            }
        }

        return [.. logs.Select(log => new ReplicaLog(node, log.Key.Item1, log.Key.Item2, log.Value.Records, Spans(log.Value.Held)) { At = default, Start = log.Value.Start })];
    }

    private static List<SequenceSpan> Spans(Dictionary<string, List<long>> held)
    {
        var spans = new List<SequenceSpan>();
        foreach (var (producer, sequences) in held.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            sequences.Sort();
            foreach (var sequence in sequences)
            {
                // A record that stands twice is held once.
                if (spans.Count > 0 && spans[^1] is var last && last.Producer == producer && last.Last >= sequence - 1)
                {
                    spans[^1] = last with { Last = sequence };
                }
                else
                {
                    spans.Add(new(producer, sequence, sequence));
                }
            }
        }

        return spans;
    }

    internal static string Script(IReadOnlyList<(string Topic, int Partition)> partitions)
    {
        var files = string.Join(' ', partitions.Select(one => string.Create(CultureInfo.InvariantCulture, $"{NodeConfiguration.Data}/{one.Topic}-{one.Partition}/*.log")));
        // Of a partition that has no replica here the pattern stays as it is, and nothing is listed; where nothing at all is, the tool would object to no files.
        return string.Create(CultureInfo.InvariantCulture, $"files=$(ls {files} 2>/dev/null | paste -sd, -); [ -n \"$files\" ] || exit 0; echo {FirstToDie} 2>/dev/null >/proc/self/oom_score_adj; exec java -Xmx{Heap} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \"$@\" kafka.tools.DumpLogSegments --print-data-log --files \"$files\"");
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Dumping .*/([^/]+)-(\d+)/(\d+)\.log$")]
    private static partial Regex FileLine();

    [GeneratedRegex(@"^\| offset: \d+ .*payload: (.*)$")]
    private static partial Regex RecordLine();
}
