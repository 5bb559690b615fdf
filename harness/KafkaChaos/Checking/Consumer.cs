using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Every consumer of the load was handed records, and none gave up for good.</summary>
internal sealed class Consumer : IChecker
{
    private const string Property = "consumer";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.Scenario.Load is not { Consumers.Count: > 0 } load)
        {
            return [];
        }

        var gone = trial.History.Of<ConsumerFailed>().ToList();
        var handed = trial.History.Of<ConsumedRecord>().CountBy(one => NameOf(one.Consumer)).ToDictionary();
        var moves = trial.History.Of<AssignmentChanged>().Where(one => one.Change != AssignmentChange.Assigned).ToList();
        var figures = load.Consumers.Select(consumer => new Figure($"handed to {consumer.Name}", handed.GetValueOrDefault(consumer.Name), "records"))
            .Append(new("taken back", moves.Sum(one => one.Partitions.Count), "partitions"))
            .Append(new("gave up", gone.Count, "consumers"));
        var evidence = gone.Select(one => new Evidence(one.At, $"client of {one.Consumer}", one.Reason)).Concat(ClientEvidence.Of(trial.History, ClientKind.Consumer));
        var idle = load.Consumers.Where(consumer => handed.GetValueOrDefault(consumer.Name) == 0).Select(consumer => consumer.Name).ToList();
        return [gone.Count > 0
            ? Say.Failed(Property, $"{gone[0].Consumer} gave up for good at {Say.Seconds(gone[0].At)}: {gone[0].Reason}; expected no consumer to give up", figures, evidence)
            : idle.Count > 0
                ? Say.Inconclusive(Property, $"{Say.List(idle)} was handed nothing, so what it would have read is not known", figures, evidence)
                : Say.Passed(Property, $"no consumer gave up, as expected; {Say.List(load.Consumers.Select(consumer => $"{consumer.Name} was handed {Say.Count(handed[consumer.Name], "record")}"))}", figures, evidence)];
    }

    /// <summary>A member's name is its load's with a number behind a dot.</summary>
    private static string NameOf(string consumer) => consumer.Split('.')[0];
}
