using KafkaChaos.Clusters;
using KafkaChaos.Histories;

namespace KafkaChaos.Observing;

/// <summary>Keeps every node's log in the run folder, and records the lines that prove an event.</summary>
public sealed class NodeLogs(Cluster cluster, Recorder recorder)
{
    /// <summary>Writes <c>NODE.log</c> for each node, each line behind the engine's time stamp.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task KeepAsync(string folder, CancellationToken token)
    {
        Directory.CreateDirectory(folder);
        await Task.WhenAll(cluster.Nodes.Select(async node =>
        {
            await using var file = new FileStream(PathOf(folder, node), FileMode.Create, FileAccess.Write, FileShare.Read);
            await node.CopyLogAsync(file, token);
        }));
    }

    /// <summary>Records the signs in what <see cref="KeepAsync"/> wrote.</summary>
    public async Task RecordSignsAsync(string folder, CancellationToken token)
    {
        foreach (var node in cluster.Nodes)
        {
            await foreach (var line in File.ReadLinesAsync(PathOf(folder, node), token))
            {
                if (LogSigns.Read(node.Node.Kind, line) is var (at, sign, text))
                {
                    recorder.Record(new LogLine(node.Name, sign, text) { At = recorder.OnClock(at) });
                }
            }
        }
    }

    private static string PathOf(string folder, ClusterNode node) => Path.Combine(folder, $"{node.Name}.log");
}
