using KafkaChaos.Model;
using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Workloads;

public sealed class TopicSpecificationTests
{
    private static readonly Topology Three = new(
        [new("a", "a")],
        [
            new("kafka-a-1", NodeKind.Kafka, 1, "a"),
            new("kafka-a-2", NodeKind.Kafka, 2, "a"),
            new("kafka-a-3", NodeKind.Kafka, 3, "a"),
        ],
        null,
        new("3.9.2", MetadataMode.ZooKeeper, new Dictionary<string, string>()),
        []);

    [Test]
    public void NumbersAreLeftToTheBrokersToPlace()
    {
        var asked = TopicSetup.Specification(new TopicLayout("orders", 6, 3, 2), Three);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((asked.Name, asked.NumPartitions, asked.ReplicationFactor), Is.EqualTo(("orders", 6, (short)3)));
            Assert.That(asked.ReplicasAssignments, Is.Null);
            Assert.That(asked.Configs["min.insync.replicas"], Is.EqualTo("2"));
        }
    }

    [Test]
    public void APlacementIsAskedForByBrokerIdWithTheNumberOfPartitionsAndWithoutAReplicationFactor()
    {
        var asked = TopicSetup.Specification(new TopicLayout("orders", 2, 2, 1) { Placement = [["kafka-a-3", "kafka-a-1"], ["kafka-a-2", "kafka-a-3"]] }, Three);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.ReplicasAssignments.Select(one => $"{one.Key}: {string.Join(' ', one.Value)}"), Is.EqualTo((string[])["0: 3 1", "1: 2 3"]));
            Assert.That((asked.NumPartitions, asked.ReplicationFactor), Is.EqualTo((2, (short)-1)));
        }
    }
}
