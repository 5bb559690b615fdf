using System.Reflection;
using Confluent.Kafka;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Workloads;
using NUnit.Framework;
using Recorder = KafkaChaos.Histories.Recorder;

namespace KafkaChaos.Tests.Workloads;

/// <summary>Transactions on a client that answers as it is told.</summary>
public sealed class TransactionsTests
{
    private static readonly ProducerLoad Load = new(10, KafkaChaos.Model.Acks.All, true, 100) { TransactionRecords = 2 };

    private readonly List<string> _gaveUp = [];
    private string _path = "";
    private Recorder _recorder = null!;

    [SetUp]
    public void Make()
    {
        _gaveUp.Clear();
        _path = Path.Combine(Directory.CreateTempSubdirectory("kafkachaos-transactions-").FullName, "history.jsonl");
        _recorder = new Recorder(_path);
    }

    [TearDown]
    public async Task Remove()
    {
        await _recorder.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    [Test]
    public void EachIsCommittedAfterItsLastRecordAndTheNextHasTheNextNumber()
    {
        var (transactions, client) = On();
        for (var record = 0; record < 5; record++)
        {
            Assert.That(transactions.Open(), Is.EqualTo(record / 2));
            transactions.Sent(CancellationToken.None);
        }

        transactions.End(CancellationToken.None);
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Ok", "1 Commit Ok", "2 Commit Ok"]));
        Assert.That(client.Calls.Count(call => call == "InitTransactions"), Is.EqualTo(1));
        transactions.End(CancellationToken.None);
        Assert.That(Ends, Has.Count.EqualTo(3), "none is open");
    }

    [Test]
    public void AClientThatIsNotReadyYetOpensNoneAndIsAskedAgain()
    {
        var (transactions, client) = On();
        client.Answers["InitTransactions"] = new([new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut))]);
        Assert.That(transactions.Open(), Is.Null);
        Assert.That(transactions.Open(), Is.EqualTo(0));
        Assert.That(_gaveUp, Is.Empty);
    }

    [Test]
    public void ACommitThatIsNotAnsweredAtOnceIsAskedForAgain()
    {
        var (transactions, client) = On();
        client.Answers["CommitTransaction"] = new([new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut)), new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut))]);
        Fill(transactions);
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Ok"]));
    }

    [Test]
    public void OneThatMustBeAbortedIsCertainlyNotCommittedAndTheClientGoesOn()
    {
        var (transactions, client) = On();
        client.Answers["CommitTransaction"] = new([new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_Inconsistent))]);
        Fill(transactions);
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Failed", "0 Abort Ok"]));
        Assert.That(_gaveUp, Is.Empty);
        Assert.That(transactions.Open(), Is.EqualTo(1));
    }

    [TestCase("EndTxn commit failed: Broker: Unknown", ErrorCode.Unknown, "Ok")]
    [TestCase("Failed to end transaction: Broker: Unknown", ErrorCode.Unknown, "Ok")]
    [TestCase("EndTxn commit failed: Broker: Producer attempted to use a producer id", ErrorCode.InvalidProducerIdMapping, "Unknown")]
    [TestCase("EndTxn failed with _TRANSPORT but transaction had already failed due to: x", ErrorCode.Local_TimedOut, "Unknown")]
    public void ACommitThatWasSentMayHaveBeenDoneThoughItMustBeAborted(string reason, ErrorCode code, string abort)
    {
        var (transactions, client) = On();
        client.Answers["CommitTransaction"] = new([new KafkaTxnRequiresAbortException(new Error(code, reason))]);
        Fill(transactions);
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Unknown", $"0 Abort {abort}"]));
        Assert.That(_gaveUp, Is.Empty);
        client.Answers["CommitTransaction"] = new([new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_Inconsistent, "x"))]);
        Fill(transactions);
        Assert.That(Ends[2..], Is.EqualTo((string[])["1 Commit Failed", "1 Abort Ok"]), "the next is another");
    }

    [TestCase("Failed to flush all outstanding messages within the API timeout: 3 message(s) remaining", "Failed", "Ok")]
    [TestCase("Transactional operation timed out", "Unknown", "Unknown")]
    public void ACommitThatWasNotAnsweredMayHaveBeenDoneUnlessItsRecordsWereStillBeingSent(string reason, string commit, string abort)
    {
        var (transactions, client) = On();
        client.Answers["CommitTransaction"] = new([
            new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut, reason)), new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_Inconsistent, "x"))]);
        Fill(transactions);
        Assert.That(Ends, Is.EqualTo((string[])[$"0 Commit {commit}", $"0 Abort {abort}"]));
    }

    [Test]
    public void AnAbortThatIsRefusedIsAskedForAgain()
    {
        var (transactions, client) = On();
        client.Answers["CommitTransaction"] = new([new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_Inconsistent))]);
        client.Answers["AbortTransaction"] = new([new KafkaTxnRequiresAbortException(new Error(ErrorCode.Unknown))]);
        transactions.Open();
        transactions.Sent(CancellationToken.None);
        transactions.Open();
        transactions.Sent(new CancellationToken(canceled: true));
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Failed"]));
        transactions.End(CancellationToken.None);
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Failed", "0 Abort Ok"]));
    }

    [Test]
    public void AFencedClientMayHaveCommittedAndGivesUpByThatName()
    {
        var (transactions, client) = On();
        client.Answers["CommitTransaction"] = new([new KafkaException(new Error(ErrorCode.Local_Fenced, "newer", isFatal: true))]);
        Fill(transactions);
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Unknown"]));
        Assert.That(_gaveUp[0], Is.EqualTo("Fenced Local_Fenced: newer"));
    }

    [Test]
    public void WhoNoLongerWaitsForAnAnswerDoesNotKnowIt()
    {
        var (transactions, client) = On();
        client.Answers["CommitTransaction"] = new([new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut))]);
        transactions.Open();
        transactions.End(new CancellationToken(canceled: true));
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Unknown"]));
        Assert.That(_gaveUp, Is.Empty, "it was not the client that gave up");
    }

    [Test]
    public void ACommitThatIsUnansweredWhenTheLoadStopsIsAskedForAgainAtItsEnd()
    {
        var (transactions, client) = On();
        client.Answers["CommitTransaction"] = new([new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut))]);
        transactions.Open();
        transactions.Sent(CancellationToken.None);
        transactions.Open();
        transactions.Sent(new CancellationToken(canceled: true));
        Assert.That(Ends, Is.Empty);
        Assert.That(transactions.Open(), Is.Null, "nothing more goes into it");
        transactions.End(CancellationToken.None);
        Assert.That(Ends, Is.EqualTo((string[])["0 Commit Ok"]));
        Assert.That(_gaveUp, Is.Empty);
    }

    private List<string> Ends => [.. _recorder.Snapshot().Of<TransactionEnded>().Select(end => $"{end.Transaction} {end.End} {end.Outcome}")];

    private static void Fill(Transactions transactions)
    {
        for (var record = 0; record < Load.TransactionRecords; record++)
        {
            transactions.Open();
            transactions.Sent(CancellationToken.None);
        }
    }

    private (Transactions Transactions, Client Client) On()
    {
        var producer = DispatchProxy.Create<IProducer<byte[]?, byte[]>, Client>();
        return (new Transactions(producer, Load, "bank", _recorder, (failure, reason) => _gaveUp.Add($"{failure} {reason}")), (Client)(object)producer);
    }

    /// <summary>A client that throws what it was told to, once each, and else does nothing.</summary>
    public class Client : DispatchProxy
    {
        public List<string> Calls { get; } = [];

        public Dictionary<string, Queue<Exception>> Answers { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Calls.Add(targetMethod!.Name);
            return Answers.TryGetValue(targetMethod.Name, out var answers) && answers.TryDequeue(out var problem) ? throw problem : null;
        }
    }
}
