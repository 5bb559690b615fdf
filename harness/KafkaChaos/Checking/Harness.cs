using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>The harness itself was not stalled: on a small machine that looks like an outage.</summary>
internal sealed class Harness : IChecker
{
    private const string Property = "harness";

    // Samples come about once a second; a hole of ten is a sampler that died, whose silence is no calm.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(10);

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = new Timeline(trial);
        if (timeline.Began is not { } began)
        {
            return [Say.Inconclusive(Property, "the load never began, so the harness's lag during it is unknown")];
        }

        var settings = Trials.SettingsOf(trial.Scenario, trial.History);
        var brokers = trial.Scenario.Topology.Brokers.Any();
        var bound = (brokers ? settings.Session : settings.SyncLimit) / 4;
        var why = brokers ? "a quarter of the brokers' ZooKeeper session" : "a quarter of syncLimit ticks";

        var samples = trial.History.Of<HarnessLag>().Where(one => one.At >= began && one.At <= timeline.Ended).ToList();
        if (samples.Count == 0)
        {
            return [Say.Inconclusive(Property, "the harness's own lag was not sampled during the load")];
        }

        var silence = samples.Select(one => one.At).Append(timeline.Ended).Zip(samples.Select(one => one.At).Prepend(began), (to, from) => to - from).Max();
        var worst = samples.MaxBy(one => one.Lag)!;
        Figure[] figures = [Say.Figure("worst lag", worst.Lag), Say.Figure("allowed lag", bound)];
        Evidence[] evidence = [new(worst.At, "harness timer", $"fired {Say.Milliseconds(worst.Lag)} late")];
        var drifted = trial.History.Of<HarnessLag>().Where(one => one.ClockDrift is not null).MaxBy(one => one.ClockDrift!.Value.Duration());
        var drift = drifted?.ClockDrift?.Duration() ?? TimeSpan.Zero;
        if (drifted is not null)
        {
            figures = [.. figures, Say.Figure("worst clock drift", drift)];
            evidence = [.. evidence, new(drifted.At, "wall clock", $"{Say.Milliseconds(drifted.ClockDrift!.Value)} against the run's clock")];
        }

        return [worst.Lag > bound
            ? Say.Inconclusive(Property, $"the harness was stalled for {Say.Seconds(worst.Lag)}, expected at most {Say.Seconds(bound)} ({why}): what looks like an outage may be its own", figures, evidence)
            : silence > MostSilence
                ? Say.Inconclusive(Property, $"the harness's lag was not sampled for {Say.Seconds(silence)} of the load, expected at most {Say.Seconds(MostSilence)}", figures, evidence)
                : drift > Timeline.ClockTolerance
                    ? Say.Inconclusive(Property, $"wall-clock time drifted by {Say.Milliseconds(drift)} against the run's clock, expected at most {Say.Milliseconds(Timeline.ClockTolerance)}: the engine's times and those of logs cannot be placed", figures, evidence)
                    : Say.Passed(Property, $"the harness was late by at most {Say.Milliseconds(worst.Lag)}, expected at most {Say.Milliseconds(bound)} ({why})", figures, evidence)];
    }
}
