using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Counts the acknowledged records once more, by what the replicas' log segments hold, and doubts a final read that they contradict, and a loss of which not every disk was looked into. Of a run whose disks nobody looked into it says nothing, unless the scenario wants a loss.</summary>
internal sealed class Replicas : IChecker
{
    private const string Property = "lost-on-disk";
    private const string Source = "log segments";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var read = trial.History.Of<ReplicaLog>().ToLookup(log => (log.Topic, log.Partition));
        var ledger = Ledger.Of(trial.History);
        var reads = FinalReads.Of(trial);
        var logs = ledger.Logs.Where(reads.Proves).ToList();
        var lost = logs.Sum(log => Lost.Missing(log).LongCount());
        var isWanted = lost > 0 && trial.Expect.Lost!.Comparison != Comparison.AtMost;
        if (logs.Count == 0 || (read.Count == 0 && !isWanted))
        {
            return [];
        }

        var timeline = Timeline.Of(trial);
        var tally = new DiskTally();
        foreach (var log in logs)
        {
            tally.Add(log, new PartitionDisks(timeline, log, read[(log.Topic, log.Partition)]));
        }

        var evidence = Examples.Of(trial.History, Source, tally.Contradicted)
            .Concat(tally.Stray)
            .Concat(read.SelectMany(replicas => replicas).Select(log => new Evidence(log.At, $"{Source} of {log.Node}", $"{log.Topic}/{log.Partition} holds {Say.Count(log.Records, "record")}")));
        var where = $"of {Say.Count(lost, "lost record")} {tally.OnNone} stand on no replica's disk, {tally.OnSome} on some";
        var agreed = $"the replicas' log segments hold the {tally.Agreed} acknowledged records that the final read found{(tally.Aside > 0 ? $", beside {tally.Aside} that were not looked for there" : "")}";
        return [tally.Unread + tally.Claimed > 0
            ? Say.Inconclusive(Property, $"the final read and the replicas' log segments contradict each other, so one of the two is wrong: {where}, {tally.Unread} in the log where the read did not find them, and {tally.Claimed} that it found are not in the log that it read, expected none of either", tally.Figures, evidence)
            : tally.Unknown > 0
            ? Say.Inconclusive(Property, $"{where}, and of {Say.Count(tally.Unknown, "acknowledged record")} it is not known: {Say.List(tally.Unlooked.Take(4))} {(tally.Unlooked.Count == 1 ? "was" : "were")} not read, expected the disk of every replica", tally.Figures, evidence)
            : Say.Passed(Property, $"{agreed}; {where}", tally.Figures, evidence)];
    }
}
