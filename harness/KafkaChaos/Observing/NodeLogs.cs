using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Observing;

/// <summary>Keeps every node's log in the run folder, and records the lines that prove an event.</summary>
/// <param name="engine">Where the nodes' containers are.</param>
/// <param name="run">The run's id.</param>
/// <param name="topology">Knows of which kind a node is.</param>
/// <param name="recorder">Gets the signs.</param>
public sealed class NodeLogs(DockerEngine engine, string run, Topology topology, Recorder recorder)
{
    /// <summary>Writes <c>NODE.log</c> for each node that has a container, each line behind the engine's time stamp.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task KeepAsync(string folder, CancellationToken token)
    {
        Directory.CreateDirectory(folder);
        await Task.WhenAll((await NodeOutput.FindAsync(engine, run, token)).Select(async output =>
        {
            await using var file = new FileStream(PathOf(folder, output.Node), FileMode.Create, FileAccess.Write, FileShare.Read);
            await output.CopyAsync(file, token);
        }));
    }

    /// <summary>Records the signs in what <see cref="KeepAsync"/> wrote.</summary>
    public async Task RecordSignsAsync(string folder, CancellationToken token)
    {
        foreach (var node in topology.Nodes.Where(node => File.Exists(PathOf(folder, node.Name))))
        {
            await foreach (var line in File.ReadLinesAsync(PathOf(folder, node.Name), token))
            {
                if (LogSigns.Read(node.Kind, line) is var (at, sign, text))
                {
                    recorder.Record(new LogLine(node.Name, sign, text) { At = recorder.OnClock(at) });
                }
            }
        }
    }

    private static string PathOf(string folder, string node) => Path.Combine(folder, $"{node}.log");
}
