using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Several clients: what each was given, what became of it, and by what it is judged.</summary>
public sealed class ClientTests
{
    [Test]
    public void SettingsOfEveryClientStandInTheVerdict()
    {
        var story = new Story().Consume();
        story.Add(new ClientStarted(Story.Producer, ClientKind.Producer, new Dictionary<string, string> { ["socket.timeout.ms"] = "10000", ["acks"] = "-1" }) { At = S(9) });
        Assert.That(story.Find("producer").Evidence, Has.One.Matches<Evidence>(one => one is { Source: "settings of producer-1", Text: "acks=-1 socket.timeout.ms=10000" }));
        Assert.That(story.Find("consumer").Evidence, Has.One.Matches<Evidence>(one => one is { Source: "settings of readers.1", Text: "auto.offset.reset=earliest isolation.level=read_committed" }));
    }

    [Test]
    public void AConsumerThatGaveUpFailsAndOneThatWasHandedNothingIsInconclusive()
    {
        var story = new Story().Consume();
        story.Passes();
        story.Add(new ConsumerFailed(ConsumedStory.Reader, "FencedInstanceId: gone") { At = S(30) });
        Assert.That(story.OnlyObjects("consumer").Statement, Does.Contain("readers.1 gave up for good at 30 s: FencedInstanceId"));

        var idle = new Story().Consume();
        idle.Remove<ConsumedRecord>();
        Assert.That(idle.IsInconclusiveBy("consumer").Statement, Does.Contain("readers was handed nothing"));
    }

    [TestCase("group")]
    [TestCase(null)]
    public void AMemberThatNeverHadAPartitionIsInconclusiveWhereThereAreEnough(string? group)
    {
        var story = new Story().Consume();
        Members(3);
        Assert.That(story.OnlyObjects("consumer", Verdict.Inconclusive).Statement, Does.StartWith("2 of 3 members of readers never had a partition"));

        // One that joined and was given nothing had none.
        story.Add(new AssignmentChanged("readers.2", AssignmentChange.Assigned, []) { At = S(9.9) });
        story.OnlyObjects("consumer", Verdict.Inconclusive);
        story.Add(new ClientStarted("readers.2", ClientKind.Consumer, story.Of<ClientStarted>().First().Settings) { At = S(9.8), Group = "group" });
        story.Add(new AssignmentChanged("readers.2", AssignmentChange.Assigned, [new(Story.Topic, 2)]) { At = S(9.9) });
        Members(2);
        story.Passes();

        // With more members than partitions some have none.
        Members(4);
        story.Passes();

        void Members(int count) => story.Scenario = story.Scenario with { Load = story.Scenario.Load! with { Consumers = [story.Scenario.Load.Consumers[0] with { Group = group, Members = count }] } };
    }

    [Test]
    public void AFencedProducerIsToldByThatName()
    {
        var story = new Story();
        story.Add(new ProducerFailed(Story.Producer, ProducerFailure.Fenced, "Local_Fenced: newer") { At = S(30) });
        Assert.That(story.OnlyObjects("producer").Statement, Does.StartWith("producer-1 was fenced at 30 s: Local_Fenced: newer"));
    }

    [TestCase(Acks.All, Outcome.Ok)]
    [TestCase(Acks.None, Outcome.Unknown)]
    public void AProducerOfTheLoadThatNeverWroteIsInconclusive(Acks acks, Outcome enough)
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Load = new Load([story.Scenario.Load!.Producers[0] with { Name = Story.Producer }, new ProducerLoad(1, acks, false, 100) { Name = "ghost" }], []) };
        Assert.That(story.OnlyObjects("producer", Verdict.Inconclusive).Statement, Does.Contain("ghost"));

        // What certainly failed, or may have, is not written either.
        story.Add(story.Sent(0, 5) with { Producer = "ghost.2", Offset = null, Outcome = Outcome.Failed });
        story.IsInconclusiveBy("producer");
        story.Add(story.Sent(0, 5) with { Producer = "ghost.2", Sequence = 6, Offset = null, Outcome = enough });
        Assert.That(story.Find("producer").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void AProducerThatTheHarnessGaveUpDoesNotFailTheRunAndHidesNoneThatGaveUpByItself()
    {
        var story = new Story();
        story.Add(new ProducerFailed(Story.Producer, ProducerFailure.Unanswered, "the end of transaction 2 was not answered within 60 s") { At = S(30) });
        Assert.That(story.IsInconclusiveBy("producer").Statement, Does.StartWith("producer-1 got no answer to the end of a transaction and was given up at 30 s"));
        story.Add(new ProducerFailed("producer-1.2", ProducerFailure.Fenced, "Local_Fenced: newer") { At = S(40) });
        Assert.That(story.OnlyObjects("producer").Statement, Does.StartWith("producer-1.2 was fenced at 40 s"));
    }

    [Test]
    public void APartitionThatNobodyWritesWithAcknowledgementsIsNotExpectedToHaveAny()
    {
        var story = new Story();
        var silent = new TopicLayout("silent", 1, 3, 2);
        story.Scenario = story.Scenario with
        {
            Topology = story.Scenario.Topology with { Topics = [.. story.Scenario.Topology.Topics, silent] },
            Load = new Load([story.Scenario.Load!.Producers[0] with { Name = Story.Producer, Topics = [Story.Topic] }, new ProducerLoad(1, Acks.None, false, 100) { Name = "blind", Topics = ["silent"] }], []),
        };
        Assert.That(story.Find("availability").Verdict, Is.EqualTo(Verdict.Passed));
    }

    [Test]
    public void OfSeveralProducersEachIsJudgedByItsOwnIdempotence()
    {
        var story = new Story();
        story.Scenario = story.Scenario with { Load = new Load([story.Scenario.Load!.Producers[0] with { Name = Story.Producer }, new ProducerLoad(1, Acks.Leader, false, 100) { Name = "weak" }], []) };
        story.Change<SendOperation>(send => send is { Partition: 2 }, send => send with { Producer = "weak.2" });
        story.Change<ReadRecord>(read => read is { Partition: 2 }, read => read with { Producer = "weak.2" });
        story.Passes();
        story.Add(story.Read(2, 5) with { Offset = 900 });
        RecordTests.Swap(story, 2, 8, 12);
        story.Passes();
        Assert.That(story.Find("duplicated").Statement, Does.StartWith("1 records stand at more than one offset").And.Contain("beside 1 that are only counted"));

        // A limit of the scenario's own is for all of them.
        story.Scenario = story.Scenario with { Expect = new Expectations(Duplicated: Limit.AtMost(0L)) };
        story.OnlyObjects("duplicated");
        story.Scenario = story.Scenario with { Expect = new Expectations() };
        RecordTests.Swap(story, 1, 8, 12);
        story.OnlyObjects("reordered");
    }

    [Test]
    public void ALimitOnLossesIsForThoseWhoAskForLessThanAll()
    {
        foreach (var (partition, verdict) in new[] { (2, Verdict.Passed), (1, Verdict.Failed) })
        {
            var story = new Story();
            var load = new Load([story.Scenario.Load!.Producers[0] with { Name = Story.Producer }, new ProducerLoad(1, Acks.Leader, true, 100) { Name = "weak" }], []);
            story.Scenario = story.Scenario with { Load = load, Expect = new Expectations(Lost: Limit.AtMost(5L)) };
            story.Change<SendOperation>(send => send is { Partition: 2 }, send => send with { Producer = "weak" });
            story.Change<ReadRecord>(read => read is { Partition: 2 }, read => read with { Producer = "weak" });
            story.Consume();
            story.Remove<ReadRecord>(read => read.Partition == partition && read.Sequence is 30);
            story.Remove<ConsumedRecord>(one => one.Partition == partition && one.Sequence is 40);
            Assert.That(story.Find("lost").Verdict, Is.EqualTo(verdict));
            Assert.That(story.Find("consumed-lost").Verdict, Is.EqualTo(verdict));
            Assert.That(story.Find("poll-skip").Verdict, Is.EqualTo(verdict));
        }
    }

    [Test]
    public void ASessionOfTheProbeThatNeverWroteIsInconclusiveUnlessItsMemberWasDownAllAlong()
    {
        var story = new Story();
        for (var sequence = 0; sequence < 3; sequence++)
        {
            story.Add(new QuorumWrite(sequence, S(21 + sequence), Outcome.Unknown, null, "CONNECTIONLOSS") { At = S(21.1 + sequence), Session = "zookeeper-b-1" });
        }

        story.Passes();
        story.Add(new QuorumWrite(3, S(45), Outcome.Unknown, null, "CONNECTIONLOSS") { At = S(45.1), Session = "zookeeper-b-1" });
        Assert.That(story.OnlyObjects("znode-loss", Verdict.Inconclusive).Statement, Does.StartWith("no write of the quorum probe through zookeeper-b-1 was acknowledged"));
    }

    [Test]
    public void EachSessionOfTheProbeHasAZnodeOfItsOwnAndOneThatExpiredIsCounted()
    {
        var story = new Story();
        for (var sequence = 0; sequence < 3; sequence++)
        {
            story.Add(new QuorumWrite(sequence, S(11 + sequence), Outcome.Ok, sequence + 1, null) { At = S(11.1 + sequence), Session = "zookeeper-a-1" });
        }

        story.Add(new QuorumRead(2, 3) { At = S(50.2), Invoked = S(50.1), Session = "zookeeper-a-1" });
        story.Add(new SessionExpired { At = S(21), Session = "zookeeper-b-1" });
        story.Passes();
        var windows = story.Find("quorum-windows");
        Assert.That(windows.Figures, Has.One.EqualTo(new Figure("sessions expired", 1, "sessions")).And.One.Matches<Figure>(one => one is { Name: "longest through zookeeper-a-1", Value: > 30 }));
        Assert.That(windows.Evidence, Has.One.Matches<Evidence>(one => one is { Text: "its session to zookeeper-b-1 expired", Fault: not null }));

        story.Change<QuorumRead>(read => read.Session is not null, read => read with { Version = 2 });
        var findings = story.Judge().Findings.Where(finding => finding.Property == "znode-loss").ToList();
        Assert.That(findings.Select(finding => finding.Verdict), Is.EqualTo(new[] { Verdict.Passed, Verdict.Failed }));
        Assert.That(findings[1].Statement, Does.Contain("through zookeeper-a-1"));
    }
}
