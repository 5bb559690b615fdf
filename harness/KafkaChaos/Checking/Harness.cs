using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>The harness itself was not stalled, which on a small machine looks like an outage, and its observers looked all along.</summary>
internal sealed class Harness : IChecker
{
    private const string Property = "harness";

    // Samples come about once a second; a hole of ten is a sampler that died, whose silence is no calm.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(10);

    public IEnumerable<Finding> Check(Trial trial)
    {
        var timeline = Timeline.Of(trial);
        if (timeline.Began is not { } began)
        {
            return [Say.Inconclusive(Property, "the load never began, so the harness's lag during it is unknown")];
        }

        var settings = Trials.SettingsOf(trial.Scenario, trial.History);
        var brokers = trial.Scenario.Topology.Brokers.Any();
        var (patience, what) = (brokers, settings.IsKRaft) switch
        {
            (true, true) => (settings.Session, "the brokers' session (broker.session.timeout.ms)"),
            (true, false) => (settings.Session, "the brokers' ZooKeeper session"),
            (false, true) => (settings.FetchTimeout, "controller.quorum.fetch.timeout.ms"),
            _ => (settings.SyncLimit, "syncLimit ticks"),
        };
        var bound = patience / 4;
        var why = $"a quarter of {what}";

        var samples = trial.History.Of<HarnessLag>().Where(one => one.At >= began && one.At <= timeline.Ended).ToList();
        if (samples.Count == 0)
        {
            return [Say.Inconclusive(Property, "the harness's own lag was not sampled during the load")];
        }

        var starved = timeline.Starvation.IsKnown(began, timeline.Ended) ? timeline.Starvation.Of(began, timeline.Ended) : (TimeSpan?)null;
        var silence = samples.Select(one => one.At).Append(timeline.Ended).Zip(samples.Select(one => one.At).Prepend(began), (to, from) => to - from).Max();
        var worst = samples.MaxBy(one => one.Lag)!;
        Figure[] figures = [Say.Figure("worst lag", worst.Lag), Say.Figure("allowed lag", bound), .. starved is { } known ? new[] { Say.Figure("machine waited", known) } : []];
        Evidence[] evidence =
        [
            new(worst.At, "harness timer", $"fired {Say.Milliseconds(worst.Lag)} late"),
            new(timeline.Ended, "/proc/pressure", starved is { } waited
                ? $"something on the machine waited for a processor or a disk for {Say.Seconds(waited)} of the load's {Say.Seconds(timeline.Ended - began)}"
                : "not sampled: a time beyond its bound counts against the cluster, however busy the machine was"),
        ];
        var drifted = trial.History.Of<HarnessLag>().Where(one => one.ClockDrift is not null).MaxBy(one => one.ClockDrift!.Value.Duration());
        var drift = drifted?.ClockDrift?.Duration() ?? TimeSpan.Zero;
        if (drifted is not null)
        {
            figures = [.. figures, Say.Figure("worst clock drift", drift)];
            evidence = [.. evidence, new(drifted.At, "wall clock", $"{Say.Milliseconds(drifted.ClockDrift!.Value)} against the run's clock")];
        }

        var blind = timeline.Sight.Blind;
        evidence = [.. evidence, .. blind.Select(one => new Evidence(one.From, "observer", $"{one.Observer} did not look until {Say.Seconds(one.To)}{(one.Why is null ? "" : $"; it ended: {one.Why}")}"))];
        return [worst.Lag > bound
            ? Say.Inconclusive(Property, $"the harness was stalled for {Say.Seconds(worst.Lag)}, expected at most {Say.Seconds(bound)} ({why}): what looks like an outage may be its own", figures, evidence)
            : silence > MostSilence
                ? Say.Inconclusive(Property, $"the harness's lag was not sampled for {Say.Seconds(silence)} of the load, expected at most {Say.Seconds(MostSilence)}", figures, evidence)
                : blind.Count > 0
                    ? Say.Inconclusive(Property, $"what happened to the cluster was not looked at all along, expected life signs of every observer: {Say.List(blind.Take(4).Select(one => one.ToString()))}", figures, evidence)
                : drift > Timeline.ClockTolerance
                    ? Say.Inconclusive(Property, $"wall-clock time drifted by {Say.Milliseconds(drift)} against the run's clock, expected at most {Say.Milliseconds(Timeline.ClockTolerance)}: the engine's times and those of logs cannot be placed", figures, evidence)
                    : Say.Passed(Property, $"the harness was late by at most {Say.Milliseconds(worst.Lag)}, expected at most {Say.Milliseconds(bound)} ({why})", figures, evidence)];
    }
}
