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

    /// <exception cref="InvalidOperationException">A transaction was both committed and aborted: the history contradicts itself.</exception>
    public TransactionFates(History history) =>
        _fates = history.Of<TransactionEnded>().GroupBy(one => (one.Producer, one.Transaction)).ToDictionary(ends => ends.Key, ends => Of(ends.Key, ends.ToList()));

    public TransactionFate Of(string producer, long transaction) => _fates.GetValueOrDefault((producer, transaction));

    /// <summary>What a send comes to for those who read committed records.</summary>
    public Outcome OutcomeOf(SendOperation send)
    {
        if (send.Transaction is not { } number || send.Outcome == Outcome.Failed)
        {
            return send.Outcome;
        }

        return Of(send.Producer, number) switch
        {
            TransactionFate.Committed => send.Outcome,
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
