using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Where the lost records are, by what the replicas' log segments hold: on no replica, on some, or on all and unread. It explains a loss, and doubts one that the disks contradict; where no disk was looked into it says nothing.</summary>
internal sealed class Replicas : IChecker
{
    private const string Property = "lost-on-disk";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var disks = trial.History.Of<ReplicaLog>().ToLookup(log => (log.Topic, log.Partition));
        if (disks.Count == 0)
        {
            return [];
        }

        var ledger = Ledger.Of(trial.History);
        var reads = new FinalReads(trial, ledger);
        var lost = ledger.Logs.Where(reads.Proves).SelectMany(log => Lost.Missing(log).Select(one => (Log: log, one.Session, one.Record))).ToList();
        if (lost.Count == 0)
        {
            return [];
        }

        var (none, some, all) = (0L, 0L, 0L);
        var evidence = new List<Evidence>();
        foreach (var (log, session, record) in lost)
        {
            var replicas = disks[(log.Topic, log.Partition)].ToList();
            var holders = replicas.Where(replica => replica.Holds.Any(span => span.Producer == session.Producer && span.First <= record.Sequence && record.Sequence <= span.Last)).ToList();
            _ = holders.Count == 0 ? none++ : holders.Count < replicas.Count ? some++ : all++;
            if (holders.Count > 0 && evidence.Count < Finding.MostEvidence)
            {
                evidence.Add(new(record.At, $"log segments of {Say.List(holders.Select(one => one.Node))}", $"{log.Name} {session.Producer} #{record.Sequence} stands there"));
            }
        }

        evidence.AddRange(disks.SelectMany(log => log).Take(Finding.MostEvidence).Select(log => new Evidence(log.At, $"log segments of {log.Node}", $"{log.Topic}/{log.Partition} holds {Say.Count(log.Records, "record")}")));
        Figure[] figures = [new("on no replica", none, "records"), new("on some", some, "records"), new("on all, unread", all, "records")];
        return [all == 0
            ? Say.Passed(Property, $"of {Say.Count(lost.Count, "lost record")} {none} stand on no replica's disk, {some} on some, none on all", figures, evidence)
            : Say.Inconclusive(Property, $"of {Say.Count(lost.Count, "lost record")} {all} stand on every replica's disk, and the final read did not find them: one of the two is wrong", figures, evidence)];
    }
}
