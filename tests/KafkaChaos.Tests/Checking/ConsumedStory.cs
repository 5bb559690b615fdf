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
        story.Add(new ClientStarted(Reader, ClientKind.Consumer, new Dictionary<string, string> { ["isolation.level"] = committed ? "read_committed" : "read_uncommitted", ["auto.offset.reset"] = "earliest" }) { At = S(9.8), Group = "group" });
        story.Add(new AssignmentChanged(Reader, AssignmentChange.Assigned, partitions) { At = S(9.9) });
        foreach (var read in story.Of<ReadRecord>().ToList())
        {
            story.Hand(read.Partition, read.Offset, read.Producer, read.Sequence);
        }

        return story;
    }

    /// <summary>Hands a record to the reader in the order of the offsets, or at a moment.</summary>
    internal static ConsumedRecord Hand(this Story story, int partition, long offset, string? producer, long? sequence, double? at = null)
    {
        var handed = new ConsumedRecord(Reader, Story.Topic, partition, offset, producer, sequence) { At = S(at ?? MomentOf(offset)) };
        story.Add(handed);
        return handed;
    }

    /// <summary>When the record of an offset is handed over.</summary>
    internal static double MomentOf(long offset) => 49 + (0.0001 * offset);

    /// <summary>The reader's group takes the partition from it and gives it back.</summary>
    internal static void Rebalance(this Story story, int partition, double at)
    {
        PartitionReference[] concerned = [new(Story.Topic, partition)];
        story.Add(new AssignmentChanged(Reader, AssignmentChange.Revoked, concerned) { At = S(at) });
        story.Add(new AssignmentChanged(Reader, AssignmentChange.Assigned, concerned) { At = S(at) });
    }

    /// <summary>Puts what each producer session sent into transactions of so many sequences in all its partitions, all committed after the last of their records.</summary>
    internal static Story Transact(this Story story, int length = 5)
    {
        story.Change<SendOperation>(_ => true, send => send with { Transaction = send.Sequence / length });
        foreach (var sends in story.Of<SendOperation>().GroupBy(send => (send.Producer, send.Transaction!.Value)).ToList())
        {
            var last = sends.Max(send => send.At);
            story.Add(new TransactionEnded(sends.Key.Producer, sends.Key.Value, TransactionEnd.Commit, last, Outcome.Ok, null) { At = last + S(0.01) });
        }

        return story;
    }
}
