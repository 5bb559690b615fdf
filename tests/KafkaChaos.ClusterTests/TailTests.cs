using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>A loss behind which nothing stands any more.</summary>
public sealed class TailTests : ClusterTest
{
    [Test]
    public async Task ATailThatALossOfPowerCutsOffIsLostAndNotUnseen()
    {
        // Far more is acknowledged before the loss than after it, and what was out meanwhile is given up: the log ends below what it had.
        var output = await PassesAsync(Scenario("""
            question: A test's own.
            topology:
              domains: { east: [a, b], west: [c] }
              zones:
                a: { kafka: 1 }
                b: { kafka: 1 }
                c: { zookeeper: 1 }
              zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }
              kafka: { version: 3.9.2, metadata: zookeeper, settings: { zookeeper.session.timeout.ms: 10000 } }
              topics: { orders: { partitions: 1, replication: 2, min.insync.replicas: 2 } }
            load: { producers: { orders: { topic: orders, rate: 200/s, acks: all, idempotence: false, settings: { message.timeout.ms: 2000 } } } }
            steps:
              - { after: 25s, as: outage, power-off: { domain: east } }
              - { after: 11s, power-on: { zone: a } }
              - { after: 0s, power-on: { zone: b } }
            expect: { producer: { lost: { at-least: 1 } } }
            """));
        Assert.That(output, Does.Match("lost +passed +[1-9][0-9]* of [0-9]+ acknowledged records were lost \\([1-9][0-9]* cut off at the tail").And.Match("lost-on-disk +passed").And.Match("unseen +passed"));

        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        var end = history.Of<ReadEnded>().Single();
        Assert.That(history.Of<SendOperation>().Max(send => send.Offset), Is.GreaterThanOrEqualTo(end.EndOffset), "the log ends below an offset that was acknowledged");
    }
}
