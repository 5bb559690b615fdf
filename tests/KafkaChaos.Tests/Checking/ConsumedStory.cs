using KafkaChaos.Histories;
using KafkaChaos.Model;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>A consumer for a story.</summary>
internal static class ConsumedStory
{
    internal const string Reader = "readers.1";

    /// <summary>A group of one, which is handed all that the final read finds, partition by partition.</summary>
    internal static Story Consume(this Story story, bool committed = true)
    {
        story.Scenario = story.Scenario with { Load = story.Scenario.Load! with { Consumers = [new ConsumerLoad("readers", [], "group", 1, committed)] } };
        var partitions = story.Scenario.Topology.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new PartitionReference(topic.Name, partition))).ToList();
        story.Add(new ClientStarted(Reader, ClientKind.Consumer, new Dictionary<string, string> { ["isolation.level"] = committed ? "read_committed" : "read_uncommitted" }) { At = S(9.8), Group = "group" });
        story.Add(new AssignmentChanged(Reader, AssignmentChange.Assigned, partitions) { At = S(9.9) });
        foreach (var read in story.Of<ReadRecord>().OrderBy(one => one.Partition).ThenBy(one => one.Offset).ToList())
        {
            story.Add(new ConsumedRecord(Reader, read.Topic, read.Partition, read.Offset, read.Producer, read.Sequence) { At = S(49) });
        }

        return story;
    }
}
