using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Delays over a whole topology, and brokers cut from their clients alone, as the traffic shows them.</summary>
public sealed class NetworkFaultTests : ClusterTest
{
    [Test]
    public async Task ATableOfDelaysIsLaidAndBrokersAreCutFromTheirClientsAlone()
    {
        await PassesAsync(Scenario("""
            question: A test's own.
            topology:
              zones:
                a: { zookeeper: 1, kafka: 1 }
                b: { zookeeper: 1, kafka: 1 }
                c: { zookeeper: 1, kafka: 1 }
              zookeeper: { version: 3.9.4, settings: { tickTime: 500 } }
              kafka: { version: 3.9.2, metadata: zookeeper, settings: { zookeeper.session.timeout.ms: 6000 } }
              topics: { orders: { partitions: 6, replication: 3, min.insync.replicas: 2 } }
            load: { rate: 120/s }
            steps:
              - { after: 1s, slow: { zone: a, toward: { zone: b }, delay: 2ms } }
              - { after: 0s, slow: { zone: b, toward: { zone: c }, delay: 6ms, jitter: 1ms } }
              - { after: 0s, slow: { zone: c, toward: { zone: a }, delay: 4ms } }
              - { after: 1s, heal: { zone: [a, b, c] } }
              - { after: 1s, as: deaf, isolate: { node: kafka-a-1, from: clients } }
              - { after: 4s, heal: { same-as: deaf } }
              - { after: 2s, as: mute, isolate: { node: kafka-b-1, from: clients, direction: out } }
              - { after: 4s, heal: { same-as: mute } }
            """));
        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        foreach (var step in Enumerable.Range(0, 3))
        {
            var applied = history.Of<FaultApplied>().Where(one => one.Step == step).ToList();
            Assert.That(applied, Has.Count.EqualTo(2).And.Some.Property(nameof(FaultApplied.Delayed)).GreaterThan(0), $"step {step + 1}");
        }

        Assert.That(history.Of<FaultApplied>().Where(one => one.Fault == Fault.Heal).Select(one => one.Remains).ToList(), Has.Count.EqualTo(8).And.All.Empty);
        Assert.That(history.Of<PartitionState>().Select(one => one.InSync.Count), Is.All.EqualTo(3), "no replica was out of sync");
        IsSilentToClients(history, cut: 4, broker: 1);
        IsSilentToClients(history, cut: 6, broker: 2);
        var commands = history.Of<AgentActed>().Where(one => one.Step == 6).SelectMany(one => one.Commands).ToList();
        Assert.That(commands, Has.Some.Contains("-A kc-cut7-out -d ").And.None.Contains("-A kc-cut7-in"));
    }

    // The producer's connections stood before: none of them brings an acknowledgement, while others go on.
    private static void IsSilentToClients(History history, int cut, int broker)
    {
        var (since, until) = (history.Of<FaultApplied>().Single(one => one.Step == cut).Seen, history.Of<FaultRequested>().Single(one => one.Step == cut + 1).At);
        var led = history.Of<PartitionState>().GroupBy(one => one.Partition).Where(states => states.Last(one => one.At < since).Leader == broker).Select(states => states.Key).ToHashSet();
        var sends = history.Of<SendOperation>().Where(one => led.Contains(one.Partition)).ToList();
        var acknowledged = history.Of<SendOperation>().Where(one => one.Outcome == Outcome.Ok && one.At > since && one.At < until).ToLookup(one => led.Contains(one.Partition));
        Assert.That(sends.Count(one => one.Scheduled > since && one.Scheduled < until), Is.Positive, $"records were due on partitions of broker {broker}");
        Assert.That(acknowledged[true], Is.Empty, $"broker {broker} is cut from clients");
        Assert.That(acknowledged[false], Is.Not.Empty, "the others are not");
    }
}
