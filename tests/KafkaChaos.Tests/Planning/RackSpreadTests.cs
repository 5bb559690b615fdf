using KafkaChaos.Planning;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

public sealed class RackSpreadTests
{
    [TestCase(3, 1)]
    [TestCase(2, 1)]
    public void UpToTheNumberOfRacksARackHoldsOneReplica(int replication, int most) =>
        Assert.That(RackSpread.Most([(2, 2), (2, 0), (2, 0)], replication, striped: false), Is.EqualTo(most));

    [Test]
    public void WithFewerReplicasThanRacksAllMayBeInTheRacksOfOneSite() =>
        Assert.That(RackSpread.Most([(1, 1), (1, 1), (1, 0)], 2, striped: false), Is.EqualTo(2));

    [Test]
    public void TwoRacksOfEqualSizeShareEvenly()
    {
        Assert.That(RackSpread.Most([(3, 3), (3, 0)], 4, striped: false), Is.EqualTo(2));
        Assert.That(RackSpread.Most([(3, 3), (3, 0)], 3, striped: false), Is.EqualTo(2));
    }

    [Test]
    public void UnequalRacksNeedNotShareEvenlyInZooKeeperModeAndDoInKRaft()
    {
        Assert.That(RackSpread.Most([(2, 0), (3, 3)], 4, striped: false), Is.EqualTo(3));
        Assert.That(RackSpread.Most([(2, 0), (3, 3)], 4, striped: true), Is.EqualTo(2));
        Assert.That(RackSpread.Most([(1, 0), (3, 3)], 4, striped: true), Is.EqualTo(3), "the small rack is full");
    }

    [Test]
    public void OnlyTheBrokersOfInterestCount() =>
        Assert.That(RackSpread.Most([(3, 1), (3, 0)], 4, striped: false), Is.EqualTo(1));

    /// <summary>Kafka's own rule (AdminUtils.assignReplicasToBrokersRackAware of 3.9), done for every start and every shift.</summary>
    [Test]
    public void NoPlacementOfKafkaPutsMoreOnBrokersThanIsSaid()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 400; round++)
        {
            int[] racks = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 5))];
            var brokers = Alternated(racks);
            var replication = random.Next(1, brokers.Count + 1);
            var lost = brokers.Where(_ => random.Next(2) == 0).ToHashSet();
            var most = RackSpread.Most([.. racks.Select((count, rack) => (count, lost.Count(broker => broker.Rack == rack)))], replication, striped: false);
            for (var first = 0; first < brokers.Count; first++)
            {
                for (var shift = 0; shift < Math.Max(1, brokers.Count - 1); shift++)
                {
                    var there = Assigned(brokers, racks.Length, replication, first, shift).Count(lost.Contains);
                    Assert.That(there, Is.LessThanOrEqualTo(most), $"racks {string.Join(",", racks)}, replication {replication}, first {first}, shift {shift}");
                }
            }
        }
    }

    private static List<(int Rack, int Place)> Alternated(int[] racks) =>
        [.. Enumerable.Range(0, racks.Max()).SelectMany(place => Enumerable.Range(0, racks.Length).Where(rack => racks[rack] > place).Select(rack => (rack, place)))];

    private static List<(int Rack, int Place)> Assigned(List<(int Rack, int Place)> brokers, int racks, int replication, int first, int shift)
    {
        var assigned = new List<(int Rack, int Place)> { brokers[first] };
        for (var k = 0; assigned.Count < replication; k++)
        {
            var next = brokers[(first + 1 + ((shift + k) % (brokers.Count - 1))) % brokers.Count];
            var covered = assigned.Select(broker => broker.Rack).Distinct().Count() == racks;
            if (!assigned.Contains(next) && (covered || assigned.All(broker => broker.Rack != next.Rack)))
            {
                assigned.Add(next);
            }
        }

        return assigned;
    }
}
