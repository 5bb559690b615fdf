using KafkaChaos.Planning;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

public sealed class RackSpreadTests
{
    [TestCase("3 3 3", "3 0 0", 6, 3, 1, Description = "three equal racks can be off by one where the replicas would come out even")]
    [TestCase("3 3 3", "3 0 0", 5, 2, 1)]
    [TestCase("2 2 2", "2 0 0", 6, 2, 2, Description = "every broker holds one")]
    [TestCase("3 3", "3 0", 4, 2, 2, Description = "two equal racks alternate")]
    [TestCase("2 3", "0 3", 4, 3, 2, Description = "unequal racks need not share evenly")]
    [TestCase("3 3", "1 0", 4, 1, 0, Description = "only the brokers of interest count")]
    public void BeyondOneReplicaARackOnlyWhatKafkaKeepsToIsAssumed(string sizes, string of, int replication, int most, int fewest) =>
        Assert.That(RackSpread.On(Numbers(sizes), Numbers(of), replication), Is.EqualTo((most, fewest)));

    /// <summary>Kafka's own rule (AdminUtils.assignReplicasToBrokersRackAware of 3.9), done for every start and every shift.</summary>
    [Test]
    public void NoPlacementOfKafkaPutsMoreOrFewerOnBrokersThanIsSaid()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 1500; round++)
        {
            int[] racks = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 5))];
            var brokers = Alternated(racks);
            var replication = random.Next(1, brokers.Count + 1);
            var lost = brokers.Where(_ => random.Next(2) == 0).ToHashSet();
            var (most, fewest) = RackSpread.On(racks, [.. racks.Select((_, rack) => lost.Count(broker => broker.Rack == rack))], replication);
            for (var first = 0; first < brokers.Count; first++)
            {
                for (var shift = 0; shift < Math.Max(1, brokers.Count - 1); shift++)
                {
                    var there = Assigned(brokers, racks.Length, replication, first, shift).Count(lost.Contains);
                    Assert.That(there, Is.InRange(fewest, most), $"racks {string.Join(",", racks)}, replication {replication}, first {first}, shift {shift}");
                }
            }
        }
    }

    private static int[] Numbers(string text) => [.. text.Split(' ').Select(word => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture))];

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
