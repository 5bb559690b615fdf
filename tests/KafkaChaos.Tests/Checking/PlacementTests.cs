using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

public sealed class PlacementTests
{
    private static readonly string[] Brokers = ["kafka-a-1", "kafka-b-1", "kafka-c-1"];

    [Test]
    public void ReplicasWhereTheTopologyPlacesThemPassAndElsewhereFail()
    {
        var story = new Story();
        var rows = Enumerable.Range(0, 3).Select(partition => (IReadOnlyList<string>)[Brokers[partition], Brokers[(partition + 1) % 3], Brokers[(partition + 2) % 3]]).ToList();
        Change(story, layout => layout with { Placement = rows });
        Assert.That(story.Find("placement").Verdict, Is.EqualTo(Verdict.Passed));

        // The same brokers, and another preferred leader.
        Change(story, layout => layout with { Placement = [rows[0], rows[1], [.. rows[2].Reverse()]] });
        Assert.That(story.Find("placement").Verdict, Is.EqualTo(Verdict.Failed));
    }

    [TestCase(true, Verdict.Failed)]
    [TestCase(false, Verdict.Passed)]
    public void WithoutRacksAllReplicasMayStandInOneZone(bool racks, Verdict verdict)
    {
        var story = new Story();
        Change(story, layout => layout with { Replication = 2 });
        var topology = story.Scenario.Topology;
        story.Scenario = story.Scenario with
        {
            Topology = topology with
            {
                Nodes = [.. topology.Nodes.Select(node => node.Name == "kafka-b-1" ? node with { Zone = "a" } : node)],
                Kafka = topology.Kafka! with { Racks = racks },
            },
        };
        story.Change<ReplicaAssignment>(_ => true, one => one with { Replicas = [1, 2] });
        Assert.That(story.Find("placement").Verdict, Is.EqualTo(verdict));
    }

    private static void Change(Story story, Func<TopicLayout, TopicLayout> change)
    {
        var topology = story.Scenario.Topology;
        story.Scenario = story.Scenario with { Topology = topology with { Topics = [.. topology.Topics.Select(change)] } };
    }
}
