using KafkaChaos.Histories;
using KafkaChaos.Observing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Observing;

/// <summary>On lines that Kafka's DumpLogSegments printed.</summary>
public sealed class LogSegmentsTests
{
    private static readonly string[] Lines =
    [
        "Dumping /kafkachaos/disk/data/orders-0/00000000000000000000.log",
        "Log starting offset: 0",
        "baseOffset: 0 lastOffset: 1 count: 2 baseSequence: 0 lastSequence: 1 producerId: 0 producerEpoch: 0 partitionLeaderEpoch: 0 isTransactional: false isControl: false deleteHorizonMs: OptionalLong.empty position: 0 CreateTime: 1 size: 180 magic: 2 compresscodec: none crc: 1 isvalid: true",
        "| offset: 0 CreateTime: 1 keySize: -1 valueSize: 20 sequence: 0 headerKeys: [] payload: producer-1 0 .......",
        "| offset: 1 CreateTime: 1 keySize: -1 valueSize: 20 sequence: 1 headerKeys: [] payload: producer-1 1 .......",
        "| offset: 2 CreateTime: 1 keySize: -1 valueSize: 20 sequence: 3 headerKeys: [] payload: producer-1 3 .......",
        "| offset: 3 CreateTime: 1 keySize: -1 valueSize: 20 sequence: 0 headerKeys: [] payload: producer-1.2 0 .....",
        "| offset: 4 CreateTime: 1 keySize: -1 valueSize: 20 sequence: 0 headerKeys: [] payload: of somebody else",
        "Dumping /kafkachaos/disk/data/my-orders-12/00000000000000000007.log",
        "| offset: 7 CreateTime: 1 keySize: -1 valueSize: 20 sequence: 0 headerKeys: [] payload: producer-1 7 .......",
    ];

    [Test]
    public void WhereABrokerHasNoReplicaOfThemTheToolIsNotAskedAboutNoFiles()
    {
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", ["-c", LogSegments.Script([("orders", 0)]), "sh"]) { RedirectStandardOutput = true })!;
        Assert.That(shell.StandardOutput.ReadToEnd(), Is.Empty);
        shell.WaitForExit();
        Assert.That(shell.ExitCode, Is.Zero);
    }

    [Test]
    public void EachPartitionsRecordsAreSpansOfSequences()
    {
        var logs = LogSegments.Read("kafka-a-1", Lines);
        Assert.That(logs.Select(log => (log.Node, log.Topic, log.Partition, log.Records, log.Start)), Is.EqualTo(new[] { ("kafka-a-1", "orders", 0, 5L, (long?)0L), ("kafka-a-1", "my-orders", 12, 1L, (long?)7L) }));
        Assert.That(logs[0].Holds, Is.EqualTo(new[] { new SequenceSpan("producer-1", 0, 1), new SequenceSpan("producer-1", 3, 3), new SequenceSpan("producer-1.2", 0, 0) }));
        Assert.That(logs[1].Holds, Is.EqualTo(new[] { new SequenceSpan("producer-1", 7, 7) }));
    }

    [Test]
    public void ALogBeginsWithTheFirstOfItsSegmentsAndHoldsARecordThatStandsTwiceOnce()
    {
        string[] lines = [.. Lines[8..], Lines[3], "Dumping /kafkachaos/disk/data/my-orders-12/00000000000000000003.log", Lines[4], Lines[5], Lines[3]];
        var log = LogSegments.Read("kafka-a-1", lines).Single();
        Assert.That((log.Start, log.Records), Is.EqualTo((3L, 5L)));
        Assert.That(log.Holds, Is.EqualTo(new[] { new SequenceSpan("producer-1", 0, 1), new SequenceSpan("producer-1", 3, 3), new SequenceSpan("producer-1", 7, 7) }));
    }
}
