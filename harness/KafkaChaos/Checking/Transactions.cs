using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>All transactions in which something was sent.</summary>
internal sealed class Transactions(TransactionFates fates)
{
    private readonly Dictionary<(string Producer, long Number), Transaction> _all = [];
    private Transaction? _last;

    public IReadOnlyCollection<Transaction> All => _all.Values;

    /// <summary>What a send comes to for those who read committed records.</summary>
    public Outcome OutcomeOf(string producer, in RecordFields send) => fates.OutcomeOf(producer, send.Transaction, send.Outcome);

    /// <summary>When the transaction of a send was known to be committed; null where it was not, or there is none.</summary>
    public TimeSpan? CommitOf(string producer, in RecordFields send) => send.Transaction is { } number ? fates.CommitOf(producer, number) : null;

    public void Add(PartitionLog log, ProducerSession session, in RecordFields send)
    {
        if (send.Transaction is not { } number)
        {
            return;
        }

        if (_last?.Number != number || _last.Producer != session.Producer)
        {
            if (!_all.TryGetValue((session.Producer, number), out _last))
            {
                _all[(session.Producer, number)] = _last = new Transaction(session.Producer, number, fates.Of(session.Producer, number));
            }
        }

        _last.Add(log, session, send.Sequence!.Value);
    }
}
