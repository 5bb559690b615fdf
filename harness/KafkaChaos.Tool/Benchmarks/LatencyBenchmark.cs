using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Reports;
using KafkaChaos.Runs;
using KafkaChaos.Scenarios;
using Spectre.Console;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>From the moment at which a step is due to its effect, for every fault and its undo: on a node of a real cluster, in a run, and on a node of one shell.</summary>
internal static class LatencyBenchmark
{
    private const string Scenario = """
        question: How long does each fault take from its due time to its effect?
        topology:
          zones:
            a: { zookeeper: 1 }
            b: { zookeeper: 1 }
            c: { zookeeper: 1 }
          zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }
        steps:
          - repeat: ROUNDS
            steps:
              - { when: quorum-whole, within: 60s, wipe: { node: zookeeper-c-1 } }
              - { after: 2s, as: hang, pause: { node: zookeeper-c-1 } }
              - { after: 1s, resume: { same-as: hang } }
              - { after: 2s, as: cut, isolate: { node: zookeeper-c-1, from: all } }
              - { after: 1s, heal: { same-as: cut } }
              - { after: 2s, as: far, slow: { node: zookeeper-c-1, delay: 20ms } }
              - { after: 1s, heal: { same-as: far } }
              - { after: 2s, as: lossy, slow: { node: zookeeper-c-1, loss: 20% } }
              - { after: 1s, heal: { same-as: lossy } }
              - { after: 2s, as: narrow, slow: { node: zookeeper-c-1, rate: 1Mbit/s } }
              - { after: 1s, heal: { same-as: narrow } }
              - { after: 2s, as: crash, kill: { node: zookeeper-c-1 } }
              - { after: 1s, start: { same-as: crash } }
              - { after: 2s, as: halt, stop: { node: zookeeper-c-1 } }
              - { after: 1s, start: { same-as: halt } }
              - { after: 2s, downgrade: { node: zookeeper-c-1, to: 3.8.6 } }
              - { after: 2s, upgrade: { node: zookeeper-c-1, to: 3.9.4 } }
              - { after: 2s, restart: { node: zookeeper-c-1 } }
              # ZooKeeper does not sync the first snapshot of a member, which does not start again without it.
              - { after: 20s, as: dark, power-off: { node: zookeeper-c-1 } }
              - { after: 1s, power-on: { same-as: dark } }
              # Last: a member whose log was torn by a full disk may not start again after a loss of power.
              - { after: 2s, as: full, fill-disk: { node: zookeeper-c-1 } }
              - { after: 1s, empty: { same-as: full } }

        """;

    public static async Task<int> RunAsync(int real, int trivial, CancellationToken token)
    {
        var ofNodes = await RealAsync(real, token);
        using var engine = await DockerEngine.ConnectAsync(token);
        var ofShells = await TrivialFaults.MeasureAsync(engine, trivial, token);
        var table = Figures.Of("fault", "ZooKeeper, ms: median", "worst", "a shell, ms: median", "worst");
        foreach (var row in ofNodes.Select(row => row.Key).OrderBy(row => row.Fault).ThenBy(row => row.Means, StringComparer.Ordinal))
        {
            table.AddRow([row.ToString(), .. Milliseconds.Columns(ofNodes[row]), .. Milliseconds.Columns(ofShells[row])]);
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine($"from due time to effect: {real} times on a member of an ensemble of three, {trivial} times on a node of one shell; of a restart, a wipe, an upgrade and a downgrade until the node serves, or its process runs, again");
        return ExitCode.Passed;
    }

    private static async Task<ILookup<LatencyRow, TimeSpan>> RealAsync(int rounds, CancellationToken token)
    {
        var runs = Directory.CreateTempSubdirectory("kafkachaos-bench-");
        try
        {
            var read = ScenarioReader.ReadText(Scenario.Replace("ROUNDS", $"{rounds}", StringComparison.Ordinal), "latency.yaml", null);
            using var view = ProgressView.Create();
            var result = await Run.ExecuteAsync(read, Home.Options(runs.FullName, keep: false, agent: true), view, token);
            var history = await HistoryReader.ReadAsync(result.Folder.History, token);
            if (history.Of<RunEnded>().LastOrDefault() is not { How: RunEnd.Completed } end)
            {
                throw new EnvironmentException("The run that was to be measured was broken off.", read.Scenario!.Name, history.Of<RunEnded>().LastOrDefault()?.Reason ?? "no end", "every step taken", "run it once more");
            }

            var applied = history.Of<FaultApplied>().ToLookup(one => (one.Step, one.Fault));
            return history.Of<FaultRequested>().Where(request => request.Due is not null)
                .SelectMany(request => applied[(request.Step, request.Fault)].Select(one => (Row: LatencyRow.Of(request.Fault, read.Scenario!.Steps[request.Step].Options), Took: one.Effect - request.Due!.Value)))
                .ToLookup(one => one.Row, one => one.Took);
        }
        finally
        {
            runs.Delete(recursive: true);
        }
    }
}
