using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>The transactions of one client, one after the other: each is opened for its first record and committed after its last.</summary>
/// <param name="producer">Theirs.</param>
/// <param name="load">How many records each has.</param>
/// <param name="name">The producer session's.</param>
/// <param name="recorder">Gets how each ended.</param>
/// <param name="giveUp">Called where the client can never write again.</param>
internal sealed class Transactions(IProducer<byte[]?, byte[]> producer, ProducerLoad load, string name, Recorder recorder, Action<ProducerFailure, string> giveUp)
{
    // The client goes on with what it was asked for while nobody waits, and is asked again.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _patience = ProducerSettings.TransactionTimeout(load);
    private bool _ready;
    private bool _open;
    private int _records;
    private long _number = -1;

    /// <summary>The number of the open transaction; one is begun where none is. Null where that cannot be done now.</summary>
    public long? Open()
    {
        if (_open)
        {
            return _number;
        }

        try
        {
            if (!_ready)
            {
                producer.InitTransactions(Slice);
                _ready = true;
            }

            producer.BeginTransaction();
            (_open, _records, _number) = (true, 0, _number + 1);
            return _number;
        }
        catch (KafkaException problem)
        {
            if (problem.Error.IsFatal)
            {
                Fail(problem.Error);
            }

            return null;
        }
    }

    /// <summary>A record of it was sent; after its last one it is committed.</summary>
    public void Sent()
    {
        if (++_records == load.TransactionRecords)
        {
            End(CancellationToken.None);
        }
    }

    /// <summary>Commits the open transaction, if there is one, and aborts it where that cannot be.</summary>
    /// <param name="token">Ends the wait for an answer.</param>
    public void End(CancellationToken token)
    {
        if (!_open)
        {
            return;
        }

        _open = false;
        var outcome = Ask(TransactionEnd.Commit, () => producer.CommitTransaction(Slice), token);
        if (outcome == Outcome.Failed)
        {
            outcome = Ask(TransactionEnd.Abort, () => producer.AbortTransaction(Slice), token);
        }

        if (outcome != Outcome.Ok)
        {
            giveUp(ProducerFailure.Unanswered, $"the end of transaction {_number} was not answered within {_patience.TotalSeconds:0} s");
        }
    }

    private Outcome Ask(TransactionEnd end, Action ask, CancellationToken token)
    {
        var invoked = recorder.Now;
        while (true)
        {
            try
            {
                ask();
                return Ended(Outcome.Ok, null);
            }
            catch (KafkaRetriableException problem)
            {
                if (token.IsCancellationRequested || recorder.Now - invoked > _patience)
                {
                    return Ended(Outcome.Unknown, problem.Error);
                }
            }

            // The client has not asked for a commit that it says must be aborted.
            catch (KafkaTxnRequiresAbortException problem)
            {
                return Ended(end == TransactionEnd.Commit ? Outcome.Failed : Outcome.Unknown, problem.Error);
            }
            catch (KafkaException problem)
            {
                Fail(problem.Error);
                return Ended(Outcome.Unknown, problem.Error);
            }
        }

        Outcome Ended(Outcome outcome, Error? error)
        {
            recorder.Record(new TransactionEnded(name, _number, end, invoked, outcome, error is null ? null : error.Code.ToString()) { At = recorder.Now });
            return outcome;
        }
    }

    private void Fail(Error error) => giveUp(SendOutcome.OfFatal(error.Code), $"{error.Code}: {error.Reason}");
}
