using System.Diagnostics;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Runs;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>How fast a zone of six nodes loses its power, by the size of its disks and by what its processes do.</summary>
internal static class PowerBenchmark
{
    private const int Nodes = 6;

    private static readonly (string Name, long Bytes)[] Sizes = [("64 MiB", 64L << 20), ("1 GiB", 1L << 30), ("256 GiB", 256L << 30)];
    private static readonly (string Name, string Script)[] Kinds = [("wait", TrivialNodes.Waits), ("write without a pause", TrivialNodes.Writes)];

    public static async Task<int> RunAsync(int rounds, CancellationToken token)
    {
        using var engine = await DockerEngine.ConnectAsync(token);
        await DeadRuns.RemoveAsync(engine, Console.Error.WriteLine, token);
        var image = await TrivialNodes.ImageAsync(engine, token);
        var table = Figures.Of("processes", "disks of", "all frozen within, ms: median", "worst", "all disks shut within, ms: median", "worst", "all silent within, ms: median", "worst");
        foreach (var (kind, script) in Kinds)
        {
            foreach (var (size, bytes) in Sizes)
            {
                var samples = new List<(TimeSpan Frozen, TimeSpan Shut, TimeSpan Silent)>();
                for (var round = 0; round < rounds; round++)
                {
                    samples.Add(await MeasureAsync(engine, image, bytes, script, token));
                }

                table.AddRow([kind, size, .. Milliseconds.Columns(samples.Select(one => one.Frozen)), .. Milliseconds.Columns(samples.Select(one => one.Shut)), .. Milliseconds.Columns(samples.Select(one => one.Silent))]);
            }
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{Nodes} nodes of one process each, {rounds} rounds, counted from the first request to freeze (goal: frozen within 5 ms, disks shut within 50 ms)");
        return ExitCode.Passed;
    }

    private static async Task<(TimeSpan Frozen, TimeSpan Shut, TimeSpan Silent)> MeasureAsync(DockerEngine engine, string image, long bytes, string script, CancellationToken token)
    {
        await using var zone = await TrivialNodes.StartAsync(engine, image, Nodes, bytes, script, token);
        var answer = await zone.Agent.DoAsync(new AgentRequest.PowerOff([zone.Zone], [.. zone.Nodes.Select(node => new PoweredNode(node.Group, node.Sandbox, node.Name))]), token);
        return (Since(answer.Done), Since(answer.Shut.Values.Max()), Since(answer.Silenced!.Value));

        TimeSpan Since(long at) => Stopwatch.GetElapsedTime(answer.Began, at);
    }
}
