using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Faults on nodes that are KRaft's controllers and brokers in one.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KRaftTests : ClusterTest
{
    [Test]
    public async Task ControllersArePausedIsolatedWipedAndRestarted()
    {
        await PassesAsync(Scenario("""
            question: Does a KRaft cluster come through a pause, an isolation, a wipe and a rolling restart?
            topology:
              domains: { site-1: [a], site-2: [b], site-3: [c] }
              zones:
                a: &node-of-each { combined: 1 }
                b: *node-of-each
                c: *node-of-each
              kafka:
                version: 3.9.2
                metadata: kraft
                settings: { broker.session.timeout.ms: 6000, broker.heartbeat.interval.ms: 1000 }
              topics: { orders: { partitions: 6, replication: 3, min.insync.replicas: 2 } }
            # What a retry writes twice is counted and no failure: this is of controllers, and not of producers.
            load: { rate: 100/s, acks: all, idempotence: false, record: 100B }
            steps:
              - { after: 5s, as: frozen, pause: { role: controller } }
              - { after: 20s, resume: { same-as: frozen } }
              - { when: full-in-sync, within: 90s, as: cut, isolate: { role: controller } }
              - { after: 20s, heal: { same-as: cut } }
              - { when: full-in-sync, within: 90s, wipe: { zone: b } }
              - { when: full-in-sync, within: 90s, restart: { zone: [a, b, c], rolling: node } }
            """));

        // The pause and the isolation, each of the leader, and the restart of whoever leads by then.
        var history = await HistoryReader.ReadAsync(Path.Combine(RunFolder, "history.jsonl"), CancellationToken.None);
        Assert.That(history.Of<ControllerSeen>().Select(seen => seen.Epoch), Is.Ordered.Ascending);
        Assert.That(history.Of<ControllerSeen>().Select(seen => seen.Broker).Aggregate((Last: default(int?), Moves: -1), (sum, id) => (id, sum.Moves + (id == sum.Last ? 0 : 1))).Moves, Is.AtLeast(3));
        Assert.That(history.Of<FaultApplied>().Where(one => one.Fault is Fault.Pause or Fault.Isolate).Select(one => one.Node).Distinct().Count(), Is.EqualTo(2), "two leaders in turn");
    }
}
