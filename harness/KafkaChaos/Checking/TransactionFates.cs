using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>What became of a transaction.</summary>
internal enum TransactionFate
{
    /// <summary>It may have been committed: that was asked for and not answered, or nothing is known of its end.</summary>
    Unknown,

    Committed,

    /// <summary>Certainly not committed: that was never asked for, or refused, or the abort after it was done.</summary>
    Aborted,
}

/// <summary>What became of each transaction of a history, and what that makes of the records in it.</summary>
internal sealed class TransactionFates
{
    private readonly Dictionary<(string Producer, long Number), TransactionFate> _fates;
    private readonly Dictionary<(string Producer, long Number), TimeSpan> _commits;

    /// <exception cref="InvalidOperationException">A transaction was both committed and aborted: the history contradicts itself.</exception>
    public TransactionFates(History history)
    {
        var all = history.Of<TransactionEnded>().GroupBy(one => (one.Producer, one.Transaction)).ToList();
        _fates = all.ToDictionary(ends => ends.Key, ends => Of(ends.Key, ends.ToList()));
        _commits = all.Where(ends => _fates[ends.Key] == TransactionFate.Committed).ToDictionary(ends => ends.Key, ends => ends.Where(end => end is { End: TransactionEnd.Commit, Outcome: Outcome.Ok }).Min(end => end.At));
    }

    /// <summary>When a transaction's commit was known to be done; null where it was not committed, or may not have been.</summary>
    public TimeSpan? CommitOf(string producer, long transaction) => _commits.TryGetValue((producer, transaction), out var at) ? at : null;

    public TransactionFate Of(string producer, long transaction) => _fates.GetValueOrDefault((producer, transaction));

    /// <summary>What a send comes to for those who read committed records.</summary>
    /// <param name="producer">Who sent it.</param>
    /// <param name="transaction">In which; null where in none.</param>
    /// <param name="own">By its delivery report alone.</param>
    public Outcome OutcomeOf(string producer, long? transaction, Outcome own)
    {
        if (transaction is not { } number || own == Outcome.Failed)
        {
            return own;
        }

        return Of(producer, number) switch
        {
            TransactionFate.Committed => own,
            TransactionFate.Aborted => Outcome.Failed,
            _ => Outcome.Unknown,
        };
    }

    private static TransactionFate Of((string Producer, long Number) name, List<TransactionEnded> ends)
    {
        var commits = ends.Where(end => end.End == TransactionEnd.Commit).ToList();
        if (commits.Exists(end => end.Outcome == Outcome.Ok) && ends.Exists(end => end is { End: TransactionEnd.Abort, Outcome: Outcome.Ok }))
        {
            throw new InvalidOperationException($"transaction {name.Number} of {name.Producer} was committed and aborted, expected one of them");
        }

        return commits.Exists(end => end.Outcome == Outcome.Ok) ? TransactionFate.Committed
            : ends.Any(end => end is { End: TransactionEnd.Abort, Outcome: Outcome.Ok }) ? TransactionFate.Aborted
            : commits.Exists(end => end.Outcome == Outcome.Unknown) ? TransactionFate.Unknown
            : TransactionFate.Aborted;
    }
}
