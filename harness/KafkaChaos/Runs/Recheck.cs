using KafkaChaos.Checking;
using KafkaChaos.Histories;
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
        return read.Scenario is { } scenario
            ? RunEnding.Judged(scenario, history)
            : throw new ScenarioException(read.Problems);
    }
}
