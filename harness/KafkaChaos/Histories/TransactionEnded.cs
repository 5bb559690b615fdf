namespace KafkaChaos.Histories;

/// <summary>What a producer asks of its transaction.</summary>
public enum TransactionEnd
{
    Commit,
    Abort,
}

/// <summary>A producer asked for the end of a transaction. One that could not be committed is asked to abort after it, in an event of its own.</summary>
/// <param name="Producer">The producer session.</param>
/// <param name="Transaction">Its number in the session, from 0; see <see cref="SendOperation.Transaction"/>.</param>
/// <param name="End">What was asked for.</param>
/// <param name="Invoked">When.</param>
/// <param name="Outcome">Whether that was done. A transaction that was never asked to commit is never committed.</param>
/// <param name="Error">The client's error where not <see cref="Outcome.Ok"/>.</param>
public sealed record TransactionEnded(string Producer, long Transaction, TransactionEnd End, TimeSpan Invoked, Outcome Outcome, string? Error) : HistoryEvent;
