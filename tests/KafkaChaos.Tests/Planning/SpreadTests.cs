using KafkaChaos.Model;
using KafkaChaos.Planning;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

public sealed class SpreadTests
{
    // Most and least replicas of the partition that is hit hardest, computed by hand.
    [TestCase("a=x:0/2 b=x:0/2 c=y:0/2", 3, "k-a-1", 1, 0, Description = "one of two brokers of a rack may hold the rack's replica")]
    [TestCase("a=x:0/2 b=x:0/2 c=y:0/2", 3, "k-a-1 k-a-2", 1, 1, Description = "a whole rack holds one")]
    [TestCase("a=x:0/2 b=x:0/2 c=y:0/2", 3, "k-a-1 k-a-2 k-b-1", 2, 1)]
    [TestCase("a=x:0/2 b=x:0/2 c=y:0/2", 2, "k-a-1 k-a-2", 1, 0, Description = "fewer replicas than racks: another rack may hold them")]
    [TestCase("a=x:0/2 b=x:0/2 c=y:0/2", 2, "k-a-1 k-a-2 k-b-1 k-b-2", 2, 1, Description = "fewer replicas than racks: the two lost ones may hold both")]
    [TestCase("a=x:0/2 b=x:0/2", 4, "k-a-1 k-a-2", 2, 2, Description = "2+2")]
    [TestCase("a=x:0/3 b=x:0/3", 3, "k-a-1 k-a-2 k-a-3", 2, 1, Description = "2+1, either way round")]
    [TestCase("a=x:0/1 b=x:0/1 c=y:0/5", 5, "k-c-1 k-c-2 k-c-3 k-c-4 k-c-5", 3, 3, Description = "small racks overflow into the large one")]
    [TestCase("a=x:0/1 b=x:0/2 c=y:0/5", 5, "k-c-1 k-c-2 k-c-3 k-c-4 k-c-5", 3, 2, Description = "in unequal racks Kafka need not fill evenly")]
    public void RacksBoundWhatAPartitionLoses(string zones, int replication, string lost, int most, int least)
    {
        var hit = Hit(Sketch.Of(zones), Sketch.Topic(replication, 1), lost);
        Assert.That((hit.Most, hit.Least), Is.EqualTo((most, least)));
    }

    [TestCase("k-a-1", 1, 0)]
    [TestCase("k-a-1 k-a-2", 2, 0)]
    [TestCase("k-a-1 k-a-2 k-b-1", 3, 0, Description = "any three brokers may hold all three")]
    [TestCase("k-a-1 k-a-2 k-b-1 k-b-2", 3, 1)]
    public void WithoutRacksAnyPlacementMayHappen(string lost, int most, int least)
    {
        var hit = Hit(Sketch.Of("a=x:0/2 b=x:0/2 c=y:0/2").WithoutRacks(), Sketch.Topic(3, 1), lost);
        Assert.That((hit.Most, hit.Least), Is.EqualTo((most, least)));
    }

    [Test]
    public void AnExplicitPlacementIsTakenAsItIs()
    {
        var topic = Sketch.Topic(2, 1) with { Placement = [["k-a-1", "k-a-2"], ["k-b-1", "k-c-1"], ["k-a-2", "k-a-1"]] };
        var topology = Sketch.Of("a=x:0/2 b=x:0/2 c=y:0/2");
        Assert.That(TopicClass.Of([topic])[0].Placed, Has.Count.EqualTo(2), "which broker is first does not matter to a loss");
        Assert.That(Hit(topology, topic, "k-a-1 k-a-2"), Is.EqualTo(new Hit(2, 2, 0)));
        Assert.That(Hit(topology, topic, "k-a-1 k-b-1"), Is.EqualTo(new Hit(1, 1, 1)));
        Assert.That(Hit(topology, topic, "k-b-2 k-c-2"), Is.EqualTo(new Hit(0, 0, 0)));
    }

    // 6 brokers: C(6,3) = 20 placements of 3 replicas.
    [TestCase(6, 2, 3, 1, 16.0 / 20)]
    [TestCase(6, 2, 3, 2, 4.0 / 20)]
    [TestCase(6, 3, 3, 3, 1.0 / 20)]
    [TestCase(6, 2, 3, 3, 0.0)]
    [TestCase(6, 6, 3, 3, 1.0)]
    [TestCase(300, 100, 3, 3, 161700.0 / 4455100)]
    public void TheChanceIsHypergeometric(int brokers, int lost, int replicas, int atLeast, double chance) =>
        Assert.That(Odds.Of(brokers, lost, replicas, atLeast), Is.EqualTo(chance).Within(1e-9));

    [Test]
    public void AnyOfSeveralPartitionsIsHitMoreOften() => Assert.That(Odds.OfAny(0.05, 6), Is.EqualTo(0.264908109375).Within(1e-9));

    [Test]
    public void PredictionsUseTheSameSpread()
    {
        var topology = Sketch.Of("a=x:1/2 b=x:1/2 c=y:1/2", Sketch.Topic(3, 2)).WithoutRacks();
        Assert.That(Planner.Predict(topology, Acks.All, ["k-a-1", "k-a-2"], []).Topics[0], Is.EqualTo(new TopicPrediction("orders", 1, true, false)));
        Assert.That(Planner.Predict(topology, Acks.All, ["k-a-1", "k-a-2"], [new("orders", 0, [2, 5, 8])]).Topics[0].FewestReplicas, Is.EqualTo(2), "as seen");
        var placed = topology with { Topics = [Sketch.Topic(2, 1) with { Placement = [["k-a-1", "k-b-1"]] }] };
        Assert.That(Planner.Predict(placed, Acks.All, ["k-a-1", "k-a-2"], []).Topics[0].FewestReplicas, Is.EqualTo(1));
    }

    private static Hit Hit(Topology topology, TopicLayout topic, string lost)
    {
        var spread = new Spread(topology);
        return spread.Hit(TopicClass.Of([topic])[0], spread.Dead(lost.Split(' ')));
    }
}
