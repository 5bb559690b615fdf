using System.Text;
using KafkaChaos.Model;
using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Workloads;

public sealed class RecordRouteTests
{
    private static readonly Topology TwoTopics = new(
        [new("a", "a")],
        [new("kafka-a-1", NodeKind.Kafka, 1, "a")],
        null,
        new("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()),
        [new TopicLayout("orders", 3, 1, 1), new TopicLayout("audit", 1, 1, 1)]);

    private static readonly ProducerLoad Producer = new(10, Acks.All, true, 100);

    [Test]
    public void WithoutKeysEachPartitionComesInTurn()
    {
        var route = new RecordRoute(Producer, TwoTopics);
        Assert.That(Enumerable.Range(0, 6).Select(number => Name(route, number)), Is.EqualTo((string[])["orders/0", "orders/1", "orders/2", "audit/0", "orders/0", "orders/1"]));
        Assert.That(route[5].Key, Is.Null);
    }

    [Test]
    public void AProducerOfCertainTopicsWritesToNoOthers() =>
        Assert.That(new RecordRoute(Producer with { Topics = ["audit"] }, TwoTopics).Partitions.Select(one => one.Topic), Is.EqualTo((string[])["audit"]));

    [Test]
    public void HashedKeysComeToEachPartitionInTurnAndAreHashedThere()
    {
        var route = new RecordRoute(Producer with { Keys = Keys.Hashed }, TwoTopics);
        var round = Enumerable.Range(0, 16).Select(number => route[number]).ToList();
        Assert.That(round.Select(stop => stop.Log), Is.EqualTo(Enumerable.Range(0, 16).Select(number => number % 4)));
        Assert.That(round.Where(stop => stop.Log < 3), Has.All.Matches<Stop>(stop => Murmur2.PartitionOf(stop.Key, 3) == stop.Log));
        Assert.That(round.Where(stop => stop.Log == 0).Select(stop => Encoding.ASCII.GetString(stop.Key!)).Distinct().Count(), Is.EqualTo(4));
    }

    /// <summary>From Kafka's own test of its hash (UtilsTest.testMurmur2), as partitions of a topic with so many that the whole hash shows.</summary>
    [TestCase("21", -973932308)]
    [TestCase("foobar", -790332482)]
    [TestCase("a-little-bit-long-string", -985981536)]
    [TestCase("a-little-bit-longer-string", -1486304829)]
    [TestCase("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [TestCase("abc", 479470107)]
    public void AKeyIsHashedAsKafkaHashesIt(string key, int hash) =>
        Assert.That(Murmur2.PartitionOf(Encoding.ASCII.GetBytes(key), int.MaxValue), Is.EqualTo((hash & 0x7fffffff) % int.MaxValue));

    private static string Name(RecordRoute route, long number) => $"{route.Partitions[route[number].Log].Topic}/{route.Partitions[route[number].Log].Partition.Value}";
}
