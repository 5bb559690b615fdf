using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

/// <summary>What bounds take from a load of several clients.</summary>
public sealed class LoadTests
{
    private static readonly Topology TwoTopics = new(
        [new("a", "a")],
        [new("kafka-a-1", NodeKind.Kafka, 1, "a")],
        null,
        new("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()),
        [new TopicLayout("orders", 4, 1, 1), new TopicLayout("audit", 1, 1, 1)]);

    private static readonly ProducerLoad Producer = new(10, Acks.All, true, 100) { Name = "one" };

    [Test]
    public void ThePartitionThatWaitsLongestGivesTheInterval()
    {
        Assert.That(new Load(Producer).IntervalOn(TwoTopics), Is.EqualTo(TimeSpan.FromSeconds(0.5)));
        Assert.That(new Load([Producer with { Topics = ["orders"] }, Producer with { Topics = ["audit"], Rate = 1 }], []).IntervalOn(TwoTopics), Is.EqualTo(TimeSpan.FromSeconds(1)));

        // Of two that write to the same partitions each waits for its own.
        Assert.That(new Load([Producer with { Topics = ["orders"] }, Producer with { Topics = ["orders"] }], []).IntervalOn(TwoTopics), Is.EqualTo(TimeSpan.FromSeconds(0.4)));

        // A record in a transaction is acknowledged for good by its commit.
        Assert.That(new Load(Producer with { TransactionRecords = 20 }).IntervalOn(TwoTopics), Is.EqualTo(TimeSpan.FromSeconds(2.5)));
    }

    [Test]
    public void WhoAsksForNoAcknowledgementsOrSendsWithoutARateMakesNobodyWait()
    {
        Assert.That(new Load(Producer with { Acks = Acks.None }).IntervalOn(TwoTopics), Is.EqualTo(TimeSpan.Zero));
        Assert.That(new Load(Producer with { Rate = double.PositiveInfinity }).IntervalOn(TwoTopics), Is.EqualTo(TimeSpan.Zero));
        Assert.That(new Load(Producer with { Acks = Acks.None }).Acknowledges("orders"), Is.False);
        Assert.That(new Load([Producer with { Acks = Acks.None }, Producer with { Topics = ["orders"] }], []).Acknowledges("orders"), Is.True);
    }

    [Test]
    public void ASessionIsThatOfTheProducerWhoseNameItHasWhicheverOfItsClientsItIs()
    {
        var load = new Load([Producer, Producer with { Name = "two", Acks = Acks.Leader, Idempotence = false }], []);
        Assert.That((load.IsIdempotent("one"), load.IsIdempotent("one.2"), load.IsIdempotent("two.3"), load.IsIdempotent("another")), Is.EqualTo((true, true, false, false)));
        Assert.That((load.Acks, load.StrictestAcks), Is.EqualTo((Acks.Leader, Acks.All)));
    }
}
