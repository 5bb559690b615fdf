using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>No epoch of the controller has two brokers, and no leader epoch of a partition has two leaders.</summary>
internal sealed class DoubleLeadership : IChecker
{
    private const string Property = "double-leadership";

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (!trial.Scenario.Topology.Brokers.Any())
        {
            return [];
        }

        var timeline = Timeline.Of(trial);
        var controllers = Controllers([.. trial.History.Of<ControllerSeen>()], trial.Scenario.Topology.IsKRaft).Select(seen => new Term("the controller", seen.Epoch, seen.Broker!.Value, seen.At, Mark.Controller(seen.At)));
        var leaders = trial.History.Of<PartitionState>().Where(state => state.Leader >= 0)
            .Select(state => new Term($"{state.Topic}/{state.Partition}", state.LeaderEpoch, state.Leader, state.At, Mark.State(state.Topic, state.Partition, state.At)));
        var terms = controllers.Concat(leaders).DistinctBy(term => (term.What, term.Epoch, term.Broker)).ToList();
        if (terms.Count == 0)
        {
            return [Say.Inconclusive(Property, "no controller and no partition's leader was seen, so two in one epoch cannot be excluded")];
        }

        var epochs = terms.GroupBy(term => (term.What, term.Epoch)).ToList();
        var clashes = epochs.Where(epoch => epoch.Count() > 1).ToList();
        Figure[] figures = [new("epochs", epochs.Count, "epochs"), new("with two leaders", clashes.Count, "epochs")];
        var evidence = Examples.Of(trial.History, timeline.Sources.Leaders, [.. clashes.SelectMany(clash => clash).Take(Finding.MostEvidence).Select(term => new Flaw(term.At, $"{term.What}: {timeline.NameOf(term.Broker)} in epoch {term.Epoch}", term.Mark))]);
        return [clashes.Count == 0
            ? Say.Passed(Property, $"each of {Say.Count(epochs.Count, "epoch")} of the controller and of partitions' leaders had one holder, as expected", figures)
            : Say.Failed(Property, $"{Say.Count(clashes.Count, "epoch")} had two holders, expected one each: {Say.List(clashes.Take(8).Select(Words))}", figures, evidence)];

        string Words(IGrouping<(string What, int Epoch), Term> clash) =>
            $"{clash.Key.What} in epoch {clash.Key.Epoch} was {string.Join(" and ", clash.Select(term => timeline.NameOf(term.Broker)))}";
    }

    /// <summary>
    /// A look reads the controller and its epoch one after the other, and may take an old controller for the holder of the
    /// next one's epoch. What a second look saw again was so; as what follows names the begin of the last look that still
    /// saw it, that begin is after the first. KRaft's log has both in one record.
    /// </summary>
    private static IEnumerable<ControllerSeen> Controllers(List<ControllerSeen> seen, bool kraft) =>
        seen.Where((one, place) => one.Broker is not null && (kraft || place + 1 == seen.Count || seen[place + 1].Since > one.At));

    private sealed record Term(string What, int Epoch, int Broker, TimeSpan At, Mark Mark);
}
