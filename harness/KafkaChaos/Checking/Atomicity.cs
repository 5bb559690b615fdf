using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Of a transaction that was committed all is there, of one that may have been committed all or nothing, and of an aborted one nothing was read or handed to who reads committed records; nor was what certainly failed in any.</summary>
internal sealed class Atomicity : IChecker
{
    private const string Property = "transaction-atomicity";

    public IEnumerable<Finding> Check(Trial trial)
    {
        var transactions = Transactions(trial);
        if (trial.Scenario.Load is not { } load || (transactions.Count == 0 && load.Producers.All(producer => producer.TransactionRecords == 0)))
        {
            return [];
        }

        // One of which nothing is left is lost as a whole, which is judged as that.
        var torn = transactions.Where(one => one.Value is { Fate: not TransactionFate.Aborted, Found: > 0, Missing: not null }).Select(one => Torn(one.Key, one.Value)).ToList();
        var aborted = transactions.Where(one => one.Value.Undone is not null).Select(one => Seen(one.Key, one.Value)).Concat(Handed(trial)).ToList();
        var doubts = new FinalReads(trial, Ledger.Of(trial.History)).Doubts.Count;
        var (allowed, isCounted) = (Limit.AtMost(0L), Counted.WhereLost(trial));
        var counted = torn.Count(flaw => isCounted?.Invoke(flaw) ?? false);
        var count = new[] { TransactionFate.Committed, TransactionFate.Aborted, TransactionFate.Unknown }.ToDictionary(fate => fate, fate => transactions.Values.Count(one => one.Fate == fate));

        // Who never committed shows nothing of what a commit is worth.
        var committed = transactions.Where(one => one.Value.Fate == TransactionFate.Committed).Select(one => one.Key.Producer).ToHashSet();
        var idle = load.Producers.Where(producer => producer.TransactionRecords > 0 && !committed.Any(session => load.IsOf(producer, session))).Select(producer => producer.Name).ToList();
        var verdict = aborted.Count > 0 ? Verdict.Failed : Say.Verdict(allowed, torn.Count - counted, inDoubt: doubts > 0 || idle.Count > 0 || committed.Count == 0);
        return [Say.Found(verdict, Property,
            $"of {count[TransactionFate.Committed]} committed, {count[TransactionFate.Aborted]} aborted and {count[TransactionFate.Unknown]} transactions of unknown end, {torn.Count} are there in part, {Say.Allowed(allowed)}{Say.Beside(counted)}, and {Say.Count(aborted.Count, "record")} of aborted ones, or that failed, were seen, expected none{(doubts > 0 ? $"; the final read of {Say.Count(doubts, "partition")} proves nothing" : "")}{(idle.Count > 0 ? $"; {Say.List(idle)} committed none" : "")}",
            [new("committed", count[TransactionFate.Committed], "transactions"), new("aborted", count[TransactionFate.Aborted], "transactions"), new("unknown", count[TransactionFate.Unknown], "transactions"), new("in part", torn.Count, "transactions"), new("aborted and seen", aborted.Count, "records")],
            Examples.Of(trial.History, "final read", [.. torn.Concat(aborted).Take(Finding.MostEvidence)]))];
    }

    private static Dictionary<(string Producer, long Number), Tally> Transactions(Trial trial)
    {
        var ledger = Ledger.Of(trial.History);
        var reads = new FinalReads(trial, ledger);
        var all = new Dictionary<(string, long), Tally>();
        foreach (var send in trial.History.Of<SendOperation>())
        {
            if (send.Transaction is not { } number)
            {
                continue;
            }

            var log = ledger.Log(send.Topic, send.Partition)!;
            if (!all.TryGetValue((send.Producer, number), out var tally))
            {
                all[(send.Producer, number)] = tally = new Tally(ledger.Fates.Of(send.Producer, number));
            }

            tally.Records++;
            if (log.Session(send.Producer)!.Of(send.Sequence) is { Found: not null } record)
            {
                tally.Found++;
                tally.Seen ??= send;
                tally.Undone ??= record.Outcome == Outcome.Failed ? send : null;
            }
            else if (send.Outcome == Outcome.Ok && reads.Proves(log))
            {
                tally.Missing ??= send;
            }
        }

        return all;
    }

    private static IEnumerable<Flaw> Handed(Trial trial) =>
        from one in Delivery.Odd(trial)
        where one.Reader.Committed && one.Sent is { Outcome: Outcome.Failed, InTransaction: true }
        select one.Flaw("certainly failed, or is of a transaction that was aborted");

    private static Flaw Torn((string Producer, long Number) name, Tally tally)
    {
        var missing = tally.Missing!;
        return new(missing.At, $"transaction {name.Number} of {name.Producer}, {(tally.Fate == TransactionFate.Committed ? "committed" : "of unknown end")}: {tally.Found} of its {tally.Records} records were read, and not {missing.Topic}/{missing.Partition} {missing.Producer} #{missing.Sequence}", MarkOf(missing), MarkOf(tally.Seen!)) { Session = name.Producer };
    }

    private static Flaw Seen((string Producer, long Number) name, Tally tally)
    {
        var (seen, isAborted) = (tally.Undone!, tally.Fate == TransactionFate.Aborted);
        var record = $"{seen.Topic}/{seen.Partition} {seen.Producer} #{seen.Sequence}";
        return new(seen.At, $"transaction {name.Number} of {name.Producer} {(isAborted ? $"was aborted, and {record} was read" : $"was not aborted, and {record} failed in it and was read")}", MarkOf(seen));
    }

    private static Mark MarkOf(SendOperation send) => Mark.Value(send.Topic, send.Partition, send.Producer, send.Sequence);

    private sealed class Tally(TransactionFate fate)
    {
        public TransactionFate Fate { get; } = fate;

        public long Records { get; set; }

        public long Found { get; set; }

        /// <summary>The first record that was read.</summary>
        public SendOperation? Seen { get; set; }

        /// <summary>The first record that was read though it, or the transaction, certainly failed.</summary>
        public SendOperation? Undone { get; set; }

        /// <summary>The first that was written and not read, where the read proves it.</summary>
        public SendOperation? Missing { get; set; }
    }
}
