using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Whose silence it is: each producer's own, from commit to commit, and the harness's where it gave nothing.</summary>
public sealed class AvailabilityTests
{
    [Test]
    public void AClusterThatWarmsUpSlowlyIsNotUnavailable()
    {
        // The first commit took 40 s, before the load began.
        var story = new Story().Transact();
        story.Scenario = story.Scenario with { Load = new Load(story.Scenario.Load!.Producers[0] with { TransactionRecords = 5 }) };
        story.Add(new PhaseBegan(Phase.WarmingUp) { At = S(-31) });
        story.Add(new ClientStarted("producer-1", ClientKind.Producer, new Dictionary<string, string>()) { At = S(-31) });
        story.Passes();
        Assert.That(story.Find("availability").Figures.Single(figure => figure.Name == "orders/0 until the first").Value, Is.LessThan(5));

        // What was given and not answered once it had begun is.
        story.Change<PhaseBegan>(one => one.Phase == Phase.Load, one => one with { At = S(-30) });
        Assert.That(story.Find("availability").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [TestCase(Outcome.Failed)]
    [TestCase(Outcome.Unknown)]
    public void AProducerThatIsShutOutFailsThoughAnotherIsAcknowledgedAllAlong(Outcome outcome)
    {
        var story = TwoProducers();
        story.Passes();
        story.Change<SendOperation>(send => send.Producer == "strict" && send.At > S(20), send => send with { Outcome = outcome, Offset = null });
        story.Remove<ReadRecord>(read => read.Producer == "strict" && read.Sequence >= 20);
        Assert.That(story.RefutesBy("availability").Statement, Does.Contain("orders/0 of strict got no acknowledgement after the first fault"));

        // For a while only, and one of them on one partition.
        var part = TwoProducers();
        part.Change<SendOperation>(send => send is { Producer: "weak", Partition: 2 } && send.At > S(22) && send.At < S(46), send => send with { Outcome = outcome, Offset = null });
        part.Remove<ReadRecord>(read => read is { Producer: "weak", Partition: 2 } && read.Sequence is >= 20 and < 72);
        Assert.That(part.RefutesBy("availability").Statement, Does.Contain("orders/2 of weak for ").And.Not.Contain("strict"));
    }

    [Test]
    public void AClientThatTookTheOthersPlaceIsTheSameProducer()
    {
        var story = TwoProducers();
        story.Change<SendOperation>(send => send.Producer == "strict" && send.At > S(20), send => send with { Producer = "strict.2" });
        story.Change<ReadRecord>(read => read.Producer == "strict" && read.Sequence >= 20, read => read with { Producer = "strict.2" });
        story.Passes();
    }

    [Test]
    public void SendsOfTransactionsThatAreAllAbortedDoNotMakeAPartitionAvailable()
    {
        var story = new Story().Transact();
        story.Passes();
        story.Change<TransactionEnded>(end => end.Transaction >= 4, end => end with { End = TransactionEnd.Abort });
        story.Remove<ReadRecord>(read => read.Sequence >= 20);
        Assert.That(story.RefutesBy("availability").Statement, Does.Contain("got no acknowledgement after the first fault"));

        // Those that are aborted cost their time.
        var one = new Story().Transact();
        one.Change<TransactionEnded>(end => end.Transaction is >= 7 and < 10, end => end with { End = TransactionEnd.Abort });
        one.Remove<ReadRecord>(read => read.Sequence is >= 35 and < 50);
        one.Passes();
        Assert.That(one.Find("availability").Figures, Has.One.EqualTo(new Figure("orders/0 unavailable", 9.905, "s")));
    }

    [Test]
    public void ASilenceInWhichTheClusterWasGivenNothingIsTheHarnesss()
    {
        var story = Stalled(S(28), S(43));
        var finding = story.OnlyObjects("availability", Verdict.Inconclusive);
        Assert.That(finding.Statement, Does.Contain("orders/2 for 15 s").And.Contain("its own silence is no outage"));

        // Given when they were due, the cluster had them all that time.
        story.Change<SendOperation>(send => send.Partition == 2 && send.Scheduled > S(28), send => send with { Invoked = send.Scheduled });
        story.OnlyObjects("availability");
    }

    [Test]
    public void ASilenceThatIsTheClustersForLongerThanTheBoundFailsWhateverTheHarnessDidBesides()
    {
        foreach (var (until, verdict) in new[] { (38.2, Verdict.Failed), (36.2, Verdict.Inconclusive) })
        {
            var story = Stalled(S(until), S(43));
            story.Change<SendOperation>(send => send.Partition == 2 && send.Scheduled > S(28) && send.Scheduled < S(until), send => send with { Invoked = send.Scheduled, At = S(until), Outcome = Outcome.Unknown, Offset = null });
            story.OnlyObjects("availability", verdict);
        }
    }

    [Test]
    public void AttemptsThatFailAtOnceAreAttempts()
    {
        var story = Short();
        story.Change<SendOperation>(send => send.Partition == 2 && send.Scheduled > S(28) && send.Scheduled < S(43), send => send with { Outcome = Outcome.Failed, Offset = null });
        story.Remove<ReadRecord>(read => read is { Partition: 2, Sequence: > 36 and < 66 });
        story.OnlyObjects("availability");
    }

    [Test]
    public void AClientWhoseQueueIsFullOfAnotherPartitionWaitsForTheCluster()
    {
        var story = Stalled(S(28), S(43));
        story.Change<SendOperation>(send => send is { Partition: 0 } && send.Scheduled == S(28), send => send with { At = S(43) });
        Assert.That(story.Find("availability").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void AClientThatGaveUpIsAnOutageUntilTheNextOneIsGivenARecord()
    {
        var story = Stalled(S(28), S(43));
        story.Change<SendOperation>(send => send.Scheduled > S(28), send => send with { Producer = "producer-1.2" });
        story.Change<ReadRecord>(read => read.Sequence > 36, read => read with { Producer = "producer-1.2" });
        story.Change<SendOperation>(send => send.Scheduled > S(28) && send.Scheduled < S(43), send => send with { Invoked = S(43), At = S(43.1) });
        story.OnlyObjects("availability", Verdict.Inconclusive);
        story.Add(new ProducerFailed(Story.Producer, ProducerFailure.Fatal, "OutOfOrderSequenceNumber: 1") { At = S(28.1) });
        Assert.That(story.Find("availability").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [Test]
    public void AnOutageThatWasExpectedIsNotShownByTheHarnesssOwnSilence()
    {
        var story = Stalled(S(28), S(43));
        story.Scenario = story.Scenario with { Expect = new Expectations(UnavailableAtMost: S(60), UnavailableAtLeast: S(12)) };
        Assert.That(story.OnlyObjects("availability", Verdict.Inconclusive).Statement, Does.Contain("no partition for 12 s"));
        story.Change<SendOperation>(send => send.Partition == 2 && send.Scheduled > S(28), send => send with { Invoked = send.Scheduled });
        story.Passes();
    }

    [Test]
    public void AnOutageNamesTheAcknowledgementsThatBoundIt()
    {
        var story = Stalled(S(28), S(43));
        story.Change<SendOperation>(send => send.Partition == 2 && send.Scheduled > S(28), send => send with { Invoked = send.Scheduled });
        var evidence = story.OnlyObjects("availability").Evidence[0];
        Assert.That(evidence.Lines!.Select(line => story.History.Events.ElementAt((int)line - 1)), Has.All.Matches<HistoryEvent>(one => one is SendOperation { Partition: 2, Outcome: Outcome.Ok }));
        Assert.That(evidence.Lines!.Select(line => ((SendOperation)story.History.Events.ElementAt((int)line - 1)).Scheduled).Distinct().Order(), Is.EqualTo(new[] { S(28), S(43) }));
        Assert.That(evidence.Fault, Does.StartWith("during step 1"));

        var transacting = new Story().Transact();
        var commits = transacting.Find("availability").Evidence[0].Lines!.Select(line => transacting.History.Events.ElementAt((int)line - 1));
        Assert.That(commits, Has.All.InstanceOf<TransactionEnded>().And.One.Property(nameof(TransactionEnded.Transaction)).EqualTo(3));
    }

    /// <summary>An outage of 9 s is too long.</summary>
    private static Story Short()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Expect = new Expectations(UnavailableAtMost: S(9)) };
        return story;
    }

    /// <summary>What was due on partition 2 in between was given to the client at the end of it.</summary>
    private static Story Stalled(TimeSpan from, TimeSpan to)
    {
        var story = Short();
        story.Change<SendOperation>(send => send.Partition == 2 && send.Scheduled > from && send.Scheduled < to, send => send with { Invoked = to, At = to + S(0.1) });
        return story;
    }

    /// <summary>Two producers that write the same records to the same partitions.</summary>
    private static Story TwoProducers()
    {
        var story = new Story();
        story.Change<SendOperation>(_ => true, send => send with { Producer = "strict" });
        story.Change<ReadRecord>(_ => true, read => read with { Producer = "strict" });
        var load = story.Scenario.Load!.Producers[0];
        story.Scenario = story.Scenario with { Load = new Load([load with { Name = "strict" }, load with { Name = "weak", Acks = Acks.Leader, Idempotence = false }], []) };
        foreach (var send in story.Of<SendOperation>().ToList())
        {
            story.Add(send with { Producer = "weak", Offset = 1000 + send.Offset });
        }

        foreach (var read in story.Of<ReadRecord>().ToList())
        {
            story.Add(read with { Producer = "weak", Offset = 1000 + read.Offset });
        }

        story.Change<ReadEnded>(_ => true, end => end with { EndOffset = 1074, Position = 1074, EndAfter = 1074 });
        return story;
    }
}
