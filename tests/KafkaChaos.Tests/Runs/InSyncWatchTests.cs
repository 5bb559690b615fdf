using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Runs;
using NUnit.Framework;

namespace KafkaChaos.Tests.Runs;

/// <summary>What a step that waits for full in-sync sets may begin on.</summary>
public sealed class InSyncWatchTests
{
    private static readonly Topology OnePartition = new(
        [new Zone("a", "a"), new Zone("b", "b")],
        [new Node("kafka-a-1", NodeKind.Kafka, 1, "a"), new Node("kafka-b-1", NodeKind.Kafka, 2, "b")],
        null,
        null,
        [new TopicLayout("orders", 1, 2, 1)]);

    private ClusterState _state = new();

    [SetUp]
    public void BeforeTheFault()
    {
        _state = new();
        _state.Add(new ReplicaAssignment("orders", 0, [1, 2]) { At = TimeSpan.Zero });
        Registered(1, 10);
        Registered(2, 20);
        Partition(epoch: 0, 1, 2);
    }

    [Test]
    public void WithoutAFaultTheSetsAreWhatIsSeen()
    {
        var watch = new InSyncWatch(_state, OnePartition);
        Assert.That(watch.Look().Holds, Is.True);
        Partition(epoch: 1, 1);
        Assert.That(watch.Look().Holds, Is.False);
    }

    [Test]
    public void TheSetsOfBeforeAKillAreNotTaken()
    {
        var watch = new InSyncWatch(_state, OnePartition);
        Kill(watch);
        Assert.That(watch.Look().Holds, Is.False);
        Assert.That(watch.Look().Seen, Does.Contain("kafka-b-1"));
        Registered(2, 21);
        Assert.That(watch.Look().Holds, Is.False, "the set is still the one of before");
        Partition(epoch: 1, 1, 2);
        Assert.That(watch.Look().Holds, Is.True);
    }

    [Test]
    public void InKRaftABrokerThatWasFencedAndIsBackCountsAsItIsSeenThen()
    {
        var topology = OnePartition with { Kafka = new KafkaSoftware("3.9.2", MetadataMode.KRaft, new Dictionary<string, string>()) };
        var watch = new InSyncWatch(_state, topology);
        Kill(watch);
        _state.Add(new BrokerRegistration(2, TimeSpan.Zero, false, null) { At = TimeSpan.FromSeconds(2) });
        Partition(epoch: 0, 1);
        Assert.That(watch.Look().Holds, Is.False);

        // It was paused, not killed, and so has the epoch of before; as a follower it raises none of its partitions.
        Registered(2, 20, 3);
        Assert.That(watch.Look().Holds, Is.False);
        Partition(epoch: 0, 1, 2);
        Assert.That(watch.Look().Holds, Is.True);
    }

    [Test]
    public void EveryRoundIsWaitedForAnew()
    {
        var watch = new InSyncWatch(_state, OnePartition);
        for (var round = 1; round <= 3; round++)
        {
            Kill(watch);
            Assert.That(watch.Look().Holds, Is.False);
            Partition(epoch: round, 1);
            Registered(2, 20 + round);
            Assert.That(watch.Look().Holds, Is.False);
            Partition(epoch: round, 1, 2);
            Assert.That(watch.Look().Holds, Is.True);
        }
    }

    [Test]
    public void ASecondKillBeforeTheSetsWereLookedAtCounts()
    {
        var watch = new InSyncWatch(_state, OnePartition);
        Kill(watch);
        Registered(2, 21);
        Partition(epoch: 1, 1, 2);
        Kill(watch);
        Assert.That(watch.Look().Holds, Is.False);
    }

    private static void Kill(InSyncWatch watch) => watch.Add(new FaultRequested(0, Fault.Kill, ["kafka-b-1"], "", "") { At = TimeSpan.FromSeconds(1) });

    private void Registered(int broker, long epoch, double at = 0) => _state.Add(new BrokerRegistration(broker, TimeSpan.Zero, true, epoch) { At = TimeSpan.FromSeconds(at) });

    private void Partition(int epoch, params int[] inSync) => _state.Add(new PartitionState("orders", 0, TimeSpan.Zero, 1, epoch, inSync, 1) { At = TimeSpan.FromSeconds(1) });
}
