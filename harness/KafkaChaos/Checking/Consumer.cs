using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Every consumer of the load was handed records, every member of it had a partition where there are enough, and none gave up for good.</summary>
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
        var byMember = Consumption.Of(trial).Handed;
        var handed = load.Consumers.ToDictionary(consumer => consumer.Name, consumer => byMember.Where(one => load.IsOf(consumer, one.Key)).Sum(one => one.Value));
        var moves = trial.History.Of<AssignmentChanged>().Where(one => one.Change != AssignmentChange.Assigned).ToList();
        var figures = load.Consumers.Select(consumer => new Figure($"handed to {consumer.Name}", handed.GetValueOrDefault(consumer.Name), "records"))
            .Append(new("taken back", moves.Sum(one => one.Partitions.Count), "partitions"))
            .Append(new("gave up", gone.Count, "consumers"));
        var evidence = gone.Select(one => new Evidence(one.At, $"client of {one.Consumer}", one.Reason)).Concat(ClientEvidence.Of(trial.History, ClientKind.Consumer));
        var idle = load.Consumers.Where(consumer => handed.GetValueOrDefault(consumer.Name) == 0).Select(consumer => consumer.Name).ToList();
        var members = trial.History.Of<AssignmentChanged>().Where(one => one is { Change: AssignmentChange.Assigned, Partitions.Count: > 0 }).Select(one => one.Consumer).Concat(byMember.Keys).ToHashSet();
        var without = load.Consumers.Select(consumer => (consumer.Name, consumer.Members, Had: members.Count(member => load.IsOf(consumer, member)), Enough: IsEnough(consumer, trial.Scenario.Topology)))
            .Where(one => one.Enough && one.Had < one.Members).ToList();
        return [gone.Count > 0
            ? Say.Failed(Property, $"{gone[0].Consumer} gave up for good at {Say.Seconds(gone[0].At)}: {gone[0].Reason}; expected no consumer to give up", figures, evidence)
            : idle.Count > 0
                ? Say.Inconclusive(Property, $"{Say.List(idle)} was handed nothing, so what it would have read is not known", figures, evidence)
            : without.Count > 0
                ? Say.Inconclusive(Property, $"{Say.List(without.Select(one => $"{one.Members - one.Had} of {one.Members} members of {one.Name}"))} never had a partition, though there are enough partitions, so whether they hold out was not tried", figures, evidence)
                : Say.Passed(Property, $"no consumer gave up, as expected; {Say.List(load.Consumers.Select(consumer => $"{consumer.Name} was handed {Say.Count(handed[consumer.Name], "record")}"))}", figures, evidence)];
    }

    /// <summary>Whether each member gets a partition: a group may share out each topic by itself, and the workload does all together.</summary>
    private static bool IsEnough(ConsumerLoad consumer, Topology topology)
    {
        var partitions = topology.Topics.Where(topic => consumer.Reads(topic.Name)).Select(topic => topic.Partitions).DefaultIfEmpty().ToList();
        return consumer.Members <= (consumer.Group is null ? partitions.Sum() : partitions.Max());
    }
}
