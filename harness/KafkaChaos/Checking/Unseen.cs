namespace KafkaChaos.Checking;

/// <summary>Acknowledged records that the final read may have missed, and final reads that prove nothing.</summary>
internal sealed class Unseen : IChecker
{
    private const string Property = "unseen";

    // The rest of the examples is for records.
    private const int MostDoubts = Finding.MostEvidence / 2;

    public IEnumerable<Finding> Check(Trial trial)
    {
        if (trial.Scenario.Load is null)
        {
            return [];
        }

        var ledger = Ledger.Of(trial.History);
        var reads = FinalReads.Of(trial);
        var doubted = ledger.Logs.Where(log => !reads.Proves(log)).ToList();
        var unseen = doubted.Sum(log => Lost.Missing(log).LongCount());
        Figure[] figures = [new("unseen", unseen, "records"), new("read", ledger.Read, "records")];
        var evidence = reads.Doubts.Take(MostDoubts).Select(doubt => new Evidence(null, "final read", $"{doubt.Key}: {doubt.Value}"));
        var missing = doubted.SelectMany(Examples).Take(Finding.MostEvidence).ToList();
        return [reads.Doubts.Count == 0
            ? Say.Passed(Property, $"the final read reached the end of every partition after recovery and found {ledger.Read} records: none is unseen", figures)
            : Say.Inconclusive(Property, $"{unseen} acknowledged records are unseen: the final read of {Say.Count(reads.Doubts.Count, "partition")} proves nothing, expected from offset 0 to the end after recovery ({reads.Doubts.First().Key}: {reads.Doubts.First().Value})", figures, evidence.Concat(Checking.Examples.Of(trial.History, "delivery report", missing)))];
    }

    private static IEnumerable<Flaw> Examples(PartitionLog log) =>
        Lost.Missing(log).Select(one => new Flaw(one.Record.At, $"{log.Name} {one.Session.Producer} #{one.Record.Sequence} persisted at offset {one.Record.Acknowledged?.ToString() ?? "unknown"}, and was not read", log.MarkOf(one.Session, one.Record.Sequence), Mark.ReadEnd(log.Topic, log.Partition)));
}
