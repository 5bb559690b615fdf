using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Of a transaction that was committed all is there, of one that may have been committed all or nothing, and of an aborted one nothing was read or handed to who reads committed records; nor was what certainly failed in any.</summary>
internal sealed class Atomicity : IChecker
{
    private const string Property = "transaction-atomicity";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var all = Ledger.Of(trial.History).Transactions.All;
        if (trial.Scenario.Load is not { } load || (all.Count == 0 && load.Producers.All(producer => producer.TransactionRecords == 0)))
        {
            return [];
        }

        // One of which nothing is left is lost as a whole, which is judged as that.
        var reads = FinalReads.Of(trial);
        var tallies = all.Select(one => new Tally(one, reads)).ToList();
        var torn = tallies.Where(one => one is { Of.Fate: not TransactionFate.Aborted, Found: > 0, Missing: not null }).Select(Torn).ToList();
        var aborted = tallies.Where(one => one.Undone is not null).Select(Seen).Concat(Handed(trial)).ToList();
        var doubts = reads.Doubts.Count;
        var (allowed, isCounted) = (Limit.AtMost(0L), Counted.WhereLost(trial));
        var counted = torn.Count(flaw => isCounted?.Invoke(flaw) ?? false);
        var count = new[] { TransactionFate.Committed, TransactionFate.Aborted, TransactionFate.Unknown }.ToDictionary(fate => fate, fate => all.Count(one => one.Fate == fate));

        // Who never committed shows nothing of what a commit is worth.
        var committed = all.Where(one => one.Fate == TransactionFate.Committed).Select(one => one.Producer).ToHashSet();
        var idle = load.Producers.Where(producer => producer.TransactionRecords > 0 && !committed.Any(session => load.IsOf(producer, session))).Select(producer => producer.Name).ToList();
        var verdict = aborted.Count > 0 ? Verdict.Failed : Say.Verdict(allowed, torn.Count - counted, inDoubt: doubts > 0 || idle.Count > 0 || committed.Count == 0);
        return [Say.Found(verdict, Property,
            $"of {count[TransactionFate.Committed]} committed, {count[TransactionFate.Aborted]} aborted and {count[TransactionFate.Unknown]} transactions of unknown end, {torn.Count} are there in part, {Say.Allowed(allowed)}{Say.Beside(counted)}, and {Say.Count(aborted.Count, "record")} of aborted ones, or that failed, were seen, expected none{(doubts > 0 ? $"; the final read of {Say.Count(doubts, "partition")} proves nothing" : "")}{(idle.Count > 0 ? $"; {Say.List(idle)} committed none" : "")}",
            [new("committed", count[TransactionFate.Committed], "transactions"), new("aborted", count[TransactionFate.Aborted], "transactions"), new("unknown", count[TransactionFate.Unknown], "transactions"), new("in part", torn.Count, "transactions"), new("aborted and seen", aborted.Count, "records")],
            Examples.Of(trial.History, "final read", [.. torn.Concat(aborted).Take(Finding.MostEvidence)]))];
    }

    private static IEnumerable<Flaw> Handed(Trial trial) =>
        from one in Consumption.Of(trial).Odd
        where one.Reader.Committed && one.Sent is { Outcome: Outcome.Failed, InTransaction: true }
        select one.Flaw("certainly failed, or is of a transaction that was aborted");

    private static Flaw Torn(Tally tally)
    {
        var (of, missing) = (tally.Of, tally.Missing!);
        return new(missing.Record.At, $"transaction {of.Number} of {of.Producer}, {(of.Fate == TransactionFate.Committed ? "committed" : "of unknown end")}: {tally.Found} of its {of.Records} records were read, and not {missing}", missing.Mark, tally.Seen!.Mark) { Session = of.Producer };
    }

    private static Flaw Seen(Tally tally)
    {
        var (of, seen) = (tally.Of, tally.Undone!);
        return new(seen.Record.At, $"transaction {of.Number} of {of.Producer} {(of.Fate == TransactionFate.Aborted ? $"was aborted, and {seen} was read" : $"was not aborted, and {seen} failed in it and was read")}", seen.Mark);
    }

    /// <summary>A record of a transaction.</summary>
    private sealed record Part(PartitionLog Log, ProducerSession Session, SentRecord Record)
    {
        public Mark Mark => Log.MarkOf(Session, Record.Sequence);

        public override string ToString() => $"{Log.Name} {Session.Producer} #{Record.Sequence}";
    }

    /// <summary>What the final read makes of a transaction.</summary>
    private sealed class Tally
    {
        public Tally(Transaction of, FinalReads reads)
        {
            Of = of;
            foreach (var (log, session, record) in of.Sent)
            {
                if (record.Found is not null)
                {
                    Found++;
                    Seen ??= new Part(log, session, record);
                    Undone ??= record.Outcome == Outcome.Failed ? new Part(log, session, record) : null;
                }
                else if (record.Reported && reads.Proves(log))
                {
                    Missing ??= new Part(log, session, record);
                }
            }
        }

        public Transaction Of { get; }

        public long Found { get; }

        /// <summary>A record that was read.</summary>
        public Part? Seen { get; }

        /// <summary>One that was read though it, or the transaction, certainly failed.</summary>
        public Part? Undone { get; }

        /// <summary>One that was written and not read, where the read proves it.</summary>
        public Part? Missing { get; }
    }
}
