using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

public sealed class RandomChoiceTests
{
    private static readonly Topology Three = new(
        [new Zone("a", "east"), new Zone("b", "east"), new Zone("c", "west")],
        [
            new Node("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a"),
            new Node("kafka-a-1", NodeKind.Kafka, 1, "a"),
            new Node("kafka-b-1", NodeKind.Kafka, 2, "b"),
            new Node("zookeeper-c-1", NodeKind.ZooKeeper, 2, "c"),
        ],
        null,
        null,
        []);

    [Test]
    public void TheSameSeedAndStepChooseTheSame()
    {
        var zones = Enumerable.Range(0, 100).Select(step => string.Join('+', RandomChoice.Of(Three, new Target.Random(Unit.Zone), 7, step))).ToList();
        Assert.That(Enumerable.Range(0, 100).Select(step => string.Join('+', RandomChoice.Of(Three, new Target.Random(Unit.Zone), 7, step))), Is.EqualTo(zones));
        Assert.That(zones.Distinct(), Is.EquivalentTo((string[])["zookeeper-a-1+kafka-a-1", "kafka-b-1", "zookeeper-c-1"]));
    }

    [Test]
    public void ChoicesNeverChangeFromVersionToVersion() => Assert.That(
        Enumerable.Range(0, 8).Select(step => RandomChoice.Of(Three, new Target.Random(Unit.Node), 1, step).Single()),
        Is.EqualTo((string[])["zookeeper-a-1", "zookeeper-c-1", "kafka-b-1", "zookeeper-c-1", "kafka-a-1", "kafka-b-1", "zookeeper-c-1", "zookeeper-c-1"]));

    [Test]
    public void EverySeedIsAsLikelyToChooseEach()
    {
        var counts = Enumerable.Range(0, 4_000).CountBy(seed => RandomChoice.Of(Three, new Target.Random(Unit.Node), seed, 0).Single()).Select(one => one.Value);
        Assert.That(counts, Has.All.InRange(900, 1_100));
    }

    [Test]
    public void OnlyNarrowsBeforeTheChoice()
    {
        var zones = Enumerable.Range(0, 50).SelectMany(step => RandomChoice.Of(Three, new Target.Random(Unit.Zone) { Only = NodeKind.Kafka }, 1, step)).Distinct();
        Assert.That(zones, Is.EquivalentTo((string[])["kafka-a-1", "kafka-b-1"]));
        var domains = Enumerable.Range(0, 50).Select(step => string.Join('+', RandomChoice.Of(Three, new Target.Random(Unit.Domain), 1, step))).Distinct();
        Assert.That(domains, Is.EquivalentTo((string[])["zookeeper-a-1+kafka-a-1+kafka-b-1", "zookeeper-c-1"]));
    }

    [Test]
    public void WithoutACandidateThereIsNoChoice() => Assert.That(
        () => RandomChoice.Of(Three with { Nodes = [] }, new Target.Random(Unit.Node), 1, 0), Throws.InvalidOperationException);
}
