using KafkaChaos.Probing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

public sealed class MetadataReplayTests
{
    private static readonly Guid Orders = new("11111111-2222-3333-4444-555555555555");
    private static readonly byte[] OrdersTopic = PaperLog.Topic("orders", Orders);
    private static readonly byte[] OrdersPartition = PaperLog.Partition(Orders, 0, leader: 1, epoch: 4, 1, 2, 3);
    private static readonly int[] AllReplicas = [1, 2, 3];
    private static readonly int[] ShrunkInSync = [2, 3];

    [Test]
    public void APartitionIsAsItWasMade()
    {
        var partition = Replayed(new PaperLog().Add(7, OrdersTopic, OrdersPartition)).Partition("orders", 0)!;
        Assert.That(partition.Replicas, Is.EqualTo(AllReplicas));
        Assert.That(partition.InSync, Is.EqualTo(AllReplicas));
        Assert.That((partition.Leader, partition.LeaderEpoch, partition.ControllerEpoch), Is.EqualTo((1, 4, 7)));
    }

    [Test]
    public void ANewLeaderRaisesTheLeaderEpochByOne()
    {
        var partition = Replayed(new PaperLog().Add(7, OrdersTopic, OrdersPartition).Add(8, Change([2, 3], leader: 2))).Partition("orders", 0)!;
        Assert.That(partition.InSync, Is.EqualTo(ShrunkInSync));
        Assert.That(partition.Replicas, Is.EqualTo(AllReplicas));
        Assert.That((partition.Leader, partition.LeaderEpoch, partition.ControllerEpoch), Is.EqualTo((2, 5, 8)));
    }

    [Test]
    public void TheSameLeaderElectedAgainRaisesTheLeaderEpochToo()
    {
        var partition = Replayed(new PaperLog().Add(7, OrdersTopic, OrdersPartition).Add(8, Change(null, leader: 1))).Partition("orders", 0)!;
        Assert.That((partition.Leader, partition.LeaderEpoch), Is.EqualTo((1, 5)));
    }

    [Test]
    public void AnInSyncSetMayChangeWithoutALeader()
    {
        var partition = Replayed(new PaperLog().Add(7, OrdersTopic, OrdersPartition).Add(7, Change([2, 3], leader: null))).Partition("orders", 0)!;
        Assert.That((partition.Leader, partition.LeaderEpoch), Is.EqualTo((1, 4)));
        Assert.That(partition.InSync, Is.EqualTo(ShrunkInSync));
    }

    [Test]
    public void NoLeaderIsAChangeOfLeader()
    {
        var partition = Replayed(new PaperLog().Add(7, OrdersTopic, OrdersPartition).Add(7, Change(null, leader: -1))).Partition("orders", 0)!;
        Assert.That((partition.Leader, partition.LeaderEpoch), Is.EqualTo((-1, 5)));
    }

    [Test]
    public void ATopicThatWasRemovedIsGoneAndItsNameMayBeGivenAgain()
    {
        var other = Guid.NewGuid();
        var log = new PaperLog().Add(1, OrdersTopic, OrdersPartition).Add(1, PaperLog.Record(9, 0, to => to.Uuid(Orders).Untagged()));
        Assert.That(Replayed(log).Topics, Is.Empty);
        log.Add(1, PaperLog.Topic("orders", other), PaperLog.Partition(other, 1, 2, 0, 2));
        Assert.That(Replayed(log).Topics["orders"].Partitions.Keys, Is.EquivalentTo((int[])[1]));
    }

    [Test]
    public void ABrokerIsFencedUntilTheControllerSaysOtherwise()
    {
        var log = new PaperLog().Add(1, Registered(version: 3, fenced: true));
        Assert.That(Replayed(log).Brokers[5], Is.EqualTo(new BrokerImage(77, true, PaperLog.Beginning)));
        log.Add(1, Fencing(0xff));
        Assert.That(Replayed(log).Brokers[5].Fenced, Is.False);
        log.Add(1, Fencing(1));
        Assert.That(Replayed(log).Brokers[5].Fenced, Is.True);
        log.Add(1, PaperLog.Record(8, 0, to => to.Int32(5).Int64(77).Untagged()));
        Assert.That(Replayed(log).Brokers[5].Fenced, Is.False);
        log.Add(1, PaperLog.Record(7, 0, to => to.Int32(5).Int64(77).Untagged()));
        Assert.That(Replayed(log).Brokers[5].Fenced, Is.True);
        log.Add(1, PaperLog.Record(1, 0, to => to.Int32(5).Int64(77).Untagged()));
        Assert.That(Replayed(log).Brokers, Is.Empty);
    }

    [TestCase(0u)]
    [TestCase(1u)]
    [TestCase(2u)]
    [TestCase(4u)]
    public void EveryVersionOfARegistrationIsRead(uint version) =>
        Assert.That(Replayed(new PaperLog().Add(1, Registered(version, fenced: false))).Brokers[5], Is.EqualTo(new BrokerImage(77, false, PaperLog.Beginning)));

    [Test]
    public void WhatIsInATransactionCountsAtItsEnd()
    {
        var log = new PaperLog().Add(1, Begin, OrdersTopic).Add(2, OrdersPartition);
        Assert.That(Replayed(log).Topics, Is.Empty);
        log.Add(3, PaperLog.Record(24, 0, to => to.Untagged()));
        Assert.That(Replayed(log).Partition("orders", 0)!.ControllerEpoch, Is.EqualTo(2));
    }

    [Test]
    public void WhatIsInAnAbortedTransactionNeverCounts()
    {
        var log = new PaperLog().Add(1, Begin, OrdersTopic).Add(1, PaperLog.Record(25, 0, to => to.Untagged())).Add(1, PaperLog.NoOp());
        Assert.That(Replayed(log).Topics, Is.Empty);
        Assert.That(Replayed(log.Add(1, OrdersTopic)).Topics, Has.Count.EqualTo(1));
    }

    [Test]
    public void OnlyBatchesThatSayMoreTell()
    {
        var replay = new MetadataReplay();
        var log = new PaperLog().AddLeader(2, 1).Add(1, PaperLog.NoOp()).Add(1, OrdersTopic, OrdersPartition).Add(1, Fencing(1)).Add(1, PaperLog.NoOp()).AddLeader(3, 2);
        Assert.That(log.Batches().Select(replay.Apply), Is.EqualTo((bool[])[true, false, true, false, false, true]));
        Assert.That((replay.Image.Leader, replay.Image.Epoch, replay.Image.Offset, replay.Epoch), Is.EqualTo(((int?)3, 2, 7L, 2)));
    }

    [Test]
    public void AGapIsRefused() =>
        Assert.That(() => new MetadataReplay().Apply(new PaperLog().Add(1, PaperLog.NoOp()).Add(1, PaperLog.NoOp()).Batches().Last()), Throws.TypeOf<InvalidDataException>().With.Message.Contains("offset 1 where 0 is next"));

    [Test]
    public void WhatIsNotThereCannotChange()
    {
        Assert.That(() => Replayed(new PaperLog().Add(1, OrdersPartition)), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => Replayed(new PaperLog().Add(1, OrdersTopic, Change(null, 1))), Throws.TypeOf<InvalidDataException>());
    }

    [TestCase(2, 1)]
    [TestCase(3, 3)]
    [TestCase(5, 3)]
    [TestCase(0, 5)]
    [TestCase(17, 4)]
    public void AVersionThatIsNotKnownIsRefused(int kind, int version) => Assert.That(
        () => Replayed(new PaperLog().Add(1, PaperLog.Record((uint)kind, (uint)version, to => to))),
        Throws.TypeOf<InvalidDataException>().With.Message.Contains($"version {version} of metadata record {kind}"));

    [Test]
    public void ABatchThatIsCutOffIsLeftForTheNextRead()
    {
        var whole = PaperLog.Batch(0, 1, PaperLog.NoOp());
        Assert.That(Enumerable.Range(0, whole.Length).Select(cut => Read([.. whole, .. whole[..cut]]).Count()), Is.All.EqualTo(1));
    }

    [TestCase(16, 1, "format 1")]
    [TestCase(22, 2, "attributes 0x2")]
    [TestCase(11, 3, "a record batch of 3 bytes")]
    [TestCase(60, 0x7f, "127 records")]
    [TestCase(61, 0x7f, "wanted")]
    public void ABatchOfAnotherFormIsRefused(int place, byte value, string said)
    {
        var batch = PaperLog.Batch(0, 1, PaperLog.NoOp());
        batch[place] = value;
        Assert.That(() => Read(batch).ToList(), Throws.TypeOf<InvalidDataException>().With.Message.Contains(said));
    }

    private static byte[] Begin { get; } = PaperLog.Record(23, 0, to => to.Unsigned(1).Unsigned(0).Unsigned(3).Text("it"));

    private static byte[] Change(int[]? inSync, int? leader) => PaperLog.Record(5, 1, to =>
    {
        to = to.Int32(0).Uuid(Orders).Unsigned((inSync is null ? 0u : 1u) + (leader is null ? 0u : 1u));
        to = inSync is null ? to : PaperLog.Ids(to.Unsigned(0).Unsigned((uint)(1 + (4 * inSync.Length))), inSync);
        return leader is { } id ? to.Unsigned(1).Unsigned(4).Int32(id) : to;
    });

    private static byte[] Registered(uint version, bool fenced) => PaperLog.Record(0, version, to =>
    {
        to = to.Int32(5);
        to = version >= 2 ? to.Int8(0) : to;
        to = to.Uuid(Guid.NewGuid()).Int64(77)
            .Count(1).Text("PLAINTEXT").Text("kafka-a-1").Int16(9092).Int16(0).Untagged()
            .Count(1).Text("metadata.version").Int16(1).Int16(21).Untagged()
            .Text("a").Int8((sbyte)(fenced ? 1 : 0));
        to = version >= 1 ? to.Int8(0) : to;
        return to.Untagged();
    });

    private static byte[] Fencing(byte change) => PaperLog.Record(17, 0, to => to.Int32(5).Int64(77).Unsigned(1).Unsigned(0).Unsigned(1).Bytes([change]));

    private static IEnumerable<RecordBatch> Read(byte[] bytes) => RecordBatch.ReadAll(new(bytes, "batches"));

    private static MetadataImage Replayed(PaperLog log)
    {
        var replay = new MetadataReplay();
        foreach (var batch in log.Batches())
        {
            replay.Apply(batch);
        }

        return replay.Image;
    }
}
