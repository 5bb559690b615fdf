using KafkaChaos.Checking;
using KafkaChaos.Histories;

namespace KafkaChaos.Runs;

/// <summary>Judges a stored run again, without Docker.</summary>
public static class Recheck
{
    /// <exception cref="HistoryFormatException">The history cannot be trusted.</exception>
    /// <exception cref="IOException">The folder or a file of it is not there.</exception>
    /// <exception cref="ScenarioException">The stored scenario cannot be read.</exception>
    public static async Task<Judgement> RunAsync(RunFolder folder, CancellationToken token)
    {
        var history = await HistoryReader.ReadAsync(folder.History, token);
        var read = folder.ReadScenario(history.Of<RunStarted>().First().Scenario);
        return read.Scenario is { } scenario
            ? RunEnding.Judged(scenario, history)
            : throw new ScenarioException(read.Problems);
    }
}
