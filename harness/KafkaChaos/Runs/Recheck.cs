using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Scenarios;

namespace KafkaChaos.Runs;

/// <summary>Judges a stored history again, without Docker.</summary>
public static class Recheck
{
    /// <exception cref="HistoryFormatException">The history cannot be trusted.</exception>
    /// <exception cref="IOException">A file is not there.</exception>
    /// <exception cref="ScenarioException">The scenario cannot be read.</exception>
    public static async Task<Judgement> RunAsync(StoredRun stored, CancellationToken token)
    {
        var history = await HistoryReader.ReadAsync(stored.History, token);
        var read = stored.Scenario is { } given
            ? ScenarioReader.Read(given)
            : StoredRun.Beside(stored.History).ReadScenario(history.Of<RunStarted>().First().Scenario);
        var scenario = read.Scenario ?? throw new ScenarioException(read.Problems);
        RefuseStrangers(stored.History, history, scenario);
        return RunEnding.Judged(scenario, history);
    }

    // A fault of a node that the scenario lacks is judged by nothing: it is another scenario's history, or was recorded wrongly.
    private static void RefuseStrangers(string path, History history, Scenario scenario)
    {
        var known = scenario.Topology.Nodes.Select(node => node.Name).ToHashSet();
        foreach (var (place, one) in history.Others)
        {
            IEnumerable<string> nodes = one switch
            {
                FaultRequested request => request.Nodes,
                FaultApplied applied => [applied.Node],
                FaultFailed failed => [failed.Node],
                _ => [],
            };
            if (nodes.FirstOrDefault(node => !known.Contains(node)) is { } stranger)
            {
                throw new HistoryFormatException(path, place + 1, $"seen a fault of {stranger}, expected a node of the scenario: {string.Join(", ", scenario.Topology.Nodes.Select(node => node.Name))}");
            }
        }
    }
}
