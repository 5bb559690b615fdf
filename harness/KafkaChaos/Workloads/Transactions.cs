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

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _patience = ProducerSettings.TransactionTimeout(load);
    private bool _ready;
    private bool _open;
    private int _records;
    private long _number = -1;

    // What the open one was last asked for, and since when: null while it has room.
    private (TransactionEnd End, TimeSpan Invoked)? _asked;

    // Whether its commit may have reached the coordinator, and the error for which its abort would prove nothing.
    private bool _sent;
    private ErrorCode? _doubt;

    private enum Answer
    {
        Done,
        MustAbort,
        Never,
        None,
    }

    /// <summary>The number of the open transaction; one is begun where none is. Null where that cannot be done now.</summary>
    public long? Open()
    {
        if (_open)
        {
            return _asked is null ? _number : null;
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
            (_sent, _doubt) = (false, null);
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
    /// <param name="stop">Ends the wait for an answer. <see cref="End"/> waits on.</param>
    public void Sent(CancellationToken stop)
    {
        if (++_records == load.TransactionRecords)
        {
            TryEnd(stop);
        }
    }

    /// <summary>Commits the open transaction, if there is one, and aborts it where that cannot be.</summary>
    /// <param name="token">Ends the wait for an answer; what became of it is then unknown.</param>
    public void End(CancellationToken token)
    {
        if (_open && !TryEnd(token))
        {
            Ended(Outcome.Unknown, ErrorCode.Local_TimedOut);
            (_open, _asked) = (false, null);
        }
    }

    /// <returns>False where <paramref name="token"/> was cancelled before there was an answer: it can be asked again.</returns>
    private bool TryEnd(CancellationToken token)
    {
        _asked ??= (TransactionEnd.Commit, recorder.Now);
        var answer = Ask(token);
        if (answer == Answer.MustAbort)
        {
            _asked = (TransactionEnd.Abort, recorder.Now);
            answer = Ask(token);
        }

        if (answer == Answer.None && token.IsCancellationRequested)
        {
            return false;
        }

        if (answer == Answer.None)
        {
            Ended(Outcome.Unknown, ErrorCode.Local_TimedOut);
            giveUp(ProducerFailure.Unanswered, $"the end of transaction {_number} was not answered within {_patience.TotalSeconds:0} s");
        }

        (_open, _asked) = (false, null);
        return true;
    }

    private Answer Ask(CancellationToken token)
    {
        var (end, invoked) = _asked!.Value;
        while (true)
        {
            try
            {
                if (end == TransactionEnd.Commit)
                {
                    producer.CommitTransaction(Slice);
                }
                else
                {
                    producer.AbortTransaction(Slice);
                }

                Ended(_doubt is null ? Outcome.Ok : Outcome.Unknown, _doubt);
                return Answer.Done;
            }
            catch (KafkaRetriableException problem)
            {
                _sent |= end == TransactionEnd.Commit && !CommitErrors.IsBeforeAsking(problem.Error);
                if (token.IsCancellationRequested || recorder.Now - invoked > _patience)
                {
                    return Answer.None;
                }
            }

            // An abort that the coordinator refused can be asked for again.
            catch (KafkaTxnRequiresAbortException) when (end == TransactionEnd.Abort)
            {
                if (token.WaitHandle.WaitOne(Pause) || recorder.Now - invoked > _patience)
                {
                    return Answer.None;
                }
            }

            catch (KafkaTxnRequiresAbortException problem)
            {
                _sent |= CommitErrors.IsAnswer(problem.Error);
                _doubt = _sent && !CommitErrors.LeavesItToTheAbort(problem.Error) ? problem.Error.Code : null;
                Ended(_sent ? Outcome.Unknown : Outcome.Failed, problem.Error.Code);
                return Answer.MustAbort;
            }
            catch (KafkaException problem)
            {
                Fail(problem.Error);
                Ended(Outcome.Unknown, problem.Error.Code);
                return Answer.Never;
            }
        }
    }

    private void Ended(Outcome outcome, ErrorCode? error)
    {
        var (end, invoked) = _asked!.Value;
        recorder.Record(new TransactionEnded(name, _number, end, invoked, outcome, error?.ToString()) { At = recorder.Now });
    }

    private void Fail(Error error) => giveUp(SendOutcome.OfFatal(error.Code), $"{error.Code}: {error.Reason}");
}
