using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>Examples name their lines in the history and the fault that was in effect.</summary>
public sealed class ExampleTests
{
    private const string Kill = "step 1 (kill of zookeeper-b-1, kafka-b-1)";

    [Test]
    public void ALostRecordNamesTheLineOfItsSendAndTheFault()
    {
        foreach (var (sequence, fault) in new[] { (3, $"before {Kill}"), (30, $"during {Kill}"), (73, $"after {Kill}") })
        {
            var story = new Story();
            story.Remove<ReadRecord>(read => read.Partition == 1 && read.Sequence == sequence);
            Shows(story, "lost", fault, one => one is SendOperation { Partition: 1 } send && send.Sequence == sequence);
        }
    }

    [Test]
    public void ALossAmongOthersNamesUpTo32Lines()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read.Partition == 1);
        var lines = story.Find("lost").Evidence.SelectMany(one => one.Lines!).Select(line => story.History.Events.ElementAt((int)line - 1)).ToList();
        Assert.That(lines, Has.Count.EqualTo(Finding.MostEvidence).And.All.InstanceOf<SendOperation>().And.All.Property("Partition").EqualTo(1));
    }

    [Test]
    public void AnUnseenRecordNamesItsSendAndTheEndOfTheRead()
    {
        var story = new Story();
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: >= 73 });
        story.Change<ReadEnded>(end => end.Partition == 1, end => end with { Position = 73 });
        var evidence = story.Find("unseen").Evidence;
        Assert.That(evidence[0].Text, Does.Contain("short of the end"));
        Holds(story, evidence[1], $"after {Kill}", one => one is SendOperation { Partition: 1, Sequence: 73 } or ReadEnded { Partition: 1 });
    }

    [Test]
    public void ADuplicatedRecordNamesItsSendAndItsReads()
    {
        var story = new Story();
        story.Add(story.Read(0, 5) with { Offset = 900, At = S(50.4) });
        Shows(story, "duplicated", $"before {Kill}", one => one is SendOperation { Partition: 0, Sequence: 5 } or ReadRecord { Partition: 0, Sequence: 5 });
    }

    [Test]
    public void AReorderedRecordNamesBothRecords()
    {
        var story = new Story();
        RecordTests.Swap(story, 2, 8, 9);
        Shows(story, "reordered", $"before {Kill}", one => one is SendOperation { Partition: 2, Sequence: 8 or 9 } or ReadRecord { Partition: 2, Sequence: 8 or 9 });
    }

    [Test]
    public void AMovedRecordNamesItsSendAndItsRead()
    {
        var story = new Story();
        story.Change<SendOperation>(send => send is { Partition: 2, Sequence: 8 }, send => send with { Offset = 900 });
        Shows(story, "moved", $"before {Kill}", one => one is SendOperation { Partition: 2, Sequence: 8 } or ReadRecord { Partition: 2, Sequence: 8 });
    }

    [Test]
    public void AnInconsistentOffsetNamesWhatWasAcknowledgedAndReadThere()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Unknown : Outcome.Ok);
        story.Add(new ReadRecord(Story.Topic, 0, 21, Story.Producer, 20) { At = S(50.3) });
        Shows(story, "inconsistent-offsets", $"after {Kill}", one => one is SendOperation { Partition: 0, Offset: 21 } or ReadRecord { Partition: 0, Offset: 21 });
    }

    [Test]
    public void AnAbortedReadNamesItsSendAndItsRead()
    {
        var story = new Story(outcome: number => number == 20 ? Outcome.Failed : Outcome.Ok);
        story.Add(new ReadRecord(Story.Topic, 0, 20, Story.Producer, 20) { At = S(50.3) });
        Shows(story, "aborted-read", $"during {Kill}", one => one is SendOperation { Partition: 0, Sequence: 20 } or ReadRecord { Partition: 0, Sequence: 20 });
    }

    [TestCase(null, null)]
    [TestCase("stranger", 7L)]
    public void APhantomNamesItsRead(string? producer, long? sequence)
    {
        var story = new Story();
        story.Add(new ReadRecord(Story.Topic, 0, 900, producer, sequence) { At = S(50.3) });
        Shows(story, "phantom", $"after {Kill}", one => one is ReadRecord { Offset: 900 });
    }

    [Test]
    public void AZnodeWriteThatIsGoneAtTheEndNamesItsLineAndTheReads()
    {
        var story = new Story();
        var version = story.Of<QuorumRead>().Single().Version!.Value - 2;
        story.Change<QuorumRead>(_ => true, read => read with { Sequence = 367, Version = version });
        var evidence = story.Find("znode-loss").Evidence;
        Assert.That(evidence, Has.Count.EqualTo(3));
        Holds(story, evidence[0], $"after {Kill}", one => one is QuorumRead);
        Holds(story, evidence[1], $"after {Kill}", one => one is QuorumWrite { Sequence: 368 });
        Holds(story, evidence[2], $"after {Kill}", one => one is QuorumWrite { Sequence: 369 });
    }

    [Test]
    public void AZnodeThatWentBackNamesBothWrites()
    {
        var story = new Story();
        var before = story.Of<QuorumWrite>().Single(write => write.Sequence == 199);
        story.Change<QuorumWrite>(write => write.Sequence == 200, write => write with { Version = before.Version });
        Shows(story, "znode-loss", $"during {Kill}", one => one is QuorumWrite { Sequence: 199 or 200 });
    }

    [Test]
    public void AnElectionThatCameLateNamesTheFaultAndBothStates()
    {
        var story = new Story();
        Assert.That(story.Find("leaders").Evidence, Has.All.Property(nameof(Evidence.Lines)).Null, "nothing is looked for where nothing is wrong");
        story.Remove<PartitionState>(one => one.Partition == 1 && one.At > S(20) && one.At < S(40));
        var evidence = story.Find("leaders").Evidence;
        Assert.That(evidence, Has.Count.EqualTo(2));
        Holds(story, evidence[0], $"during {Kill}", one => one is FaultRequested { Step: 0 } or FaultApplied { Step: 0 });
        Holds(story, evidence[1], $"after {Kill}", one => one is PartitionState { Partition: 1 });
    }

    [Test]
    public void AnExampleNamesNoMoreThanTheFirst8Lines()
    {
        var story = new Story();
        for (var copy = 0; copy < 20; copy++)
        {
            story.Add(story.Read(0, 5) with { Offset = 900 + copy, At = S(50.4) });
        }

        Assert.That(story.Find("duplicated").Evidence[0].Lines, Has.Count.EqualTo(Evidence.MostLines).And.Ordered);
    }

    [Test]
    public void BetweenTwoFaultsBothAreNamedAndWithoutOneNone()
    {
        var story = new Story();
        story.Add(new FaultRequested(2, Fault.Pause, ["kafka-a-1"], "node", "") { At = S(46.2) });
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 71 });
        Assert.That(story.Find("lost").Evidence[0].Fault, Is.EqualTo($"after {Kill} and before step 3 (pause of kafka-a-1)"));

        story.Change<FaultRequested>(one => one.Step == 2, one => one with { At = S(30) });
        Assert.That(story.Find("lost").Evidence[0].Fault, Is.EqualTo("during step 3 (pause of kafka-a-1)"));

        story.Remove<FaultRequested>();
        Assert.That(story.Find("lost").Evidence[0].Fault, Is.Null);
    }

    [Test]
    public void AnOutageNamesEveryFaultOfItsWholeTime()
    {
        var story = new Story();
        Assert.That(story.Find("availability").Evidence, Has.All.Property(nameof(Evidence.Fault)).EqualTo($"during {Kill}"));
        Assert.That(story.Find("quorum-windows").Evidence.Single().Fault, Is.EqualTo($"during {Kill}"));

        // Silent from before the kill to the end, beyond its undo.
        story.Change<SendOperation>(send => send.Partition == 2 && send.Scheduled > S(15), send => send with { Outcome = Outcome.Unknown, Offset = null });
        Assert.That(story.Find("availability").Evidence[0].Fault, Is.EqualTo($"during {Kill}"));
    }

    [Test]
    public void TwoFaultsInEffectAreBothNamed()
    {
        var story = new Story();
        story.Add(new FaultRequested(2, Fault.Pause, ["kafka-a-1"], "node", "") { At = S(30) });
        story.Remove<ReadRecord>(read => read is { Partition: 1, Sequence: 50 });
        Assert.That(story.Find("lost").Evidence[0].Fault, Is.EqualTo($"during {Kill}, step 3 (pause of kafka-a-1)"));
    }

    [Test]
    public void ARollingStepIsOneFaultFromItsFirstStopToItsLastStart()
    {
        var history = new History(
        [
            new FaultRequested(0, Fault.Restart, ["kafka-a-1", "kafka-b-1"], "zone", "") { At = S(20) },
            new FaultRequested(0, Fault.Stop, ["kafka-a-1"], "part", "") { At = S(20.1) },
            new FaultApplied(0, Fault.Stop, "kafka-a-1", S(20.1), S(21), S(20.5), "") { At = S(21) },
            new FaultApplied(0, Fault.Start, "kafka-a-1", S(21), S(25), S(22), "") { At = S(25) },
            new FaultApplied(0, Fault.Restart, "kafka-a-1", S(20.1), S(25), S(25), "") { At = S(25) },
            new FaultApplied(0, Fault.Restart, "kafka-b-1", S(25), S(30), S(30), "") { At = S(30) },
        ]);
        Assert.That(FaultSpan.All(history), Is.EqualTo(new[] { new FaultSpan(0, "restart of kafka-a-1, kafka-b-1", S(20.5), S(30)) }));
    }

    private static void Shows(Story story, string property, string fault, Func<HistoryEvent, bool> about)
    {
        var finding = story.Find(property);
        Assert.That(finding.Evidence, Has.Count.EqualTo(1), finding.Statement);
        Holds(story, finding.Evidence[0], fault, about);
    }

    private static void Holds(Story story, Evidence evidence, string fault, Func<HistoryEvent, bool> about)
    {
        var expected = story.History.Events.Select((one, place) => (One: one, Line: place + 1L)).Where(one => about(one.One)).Select(one => one.Line);
        Assert.That(evidence.Lines, Is.EqualTo(expected).And.Not.Empty, evidence.Text);
        Assert.That(evidence.Fault, Is.EqualTo(fault), evidence.Text);
    }
}
