using Confluent.Kafka;
using KafkaChaos.Histories;

namespace KafkaChaos.Workloads;

/// <summary>One record that a client was given, until its outcome is known.</summary>
internal sealed class SentRecord(ProducerClient client, TopicPartition partition, long sequence, TimeSpan scheduled, TimeSpan invoked, long? transaction)
{
    private int _done;

    public bool IsDone => Volatile.Read(ref _done) != 0;

    /// <summary>Its delivery report.</summary>
    public void Report(DeliveryReport<byte[]?, byte[]> report)
    {
        var outcome = client.OutcomeOf(report.Status);

        // Where the client's partitioner went elsewhere than the workload expected, the history must say so.
        var reached = report.Partition.Value >= 0 ? report.Partition.Value : partition.Partition.Value;
        Complete(outcome, reached, outcome == Outcome.Ok && report.Offset.Value >= 0 ? report.Offset.Value : null, outcome == Outcome.Ok ? null : report.Error.IsError ? report.Error.Code.ToString() : "acks=0: nothing is answered");
    }

    /// <summary>It comes to this, unless it has come to something already.</summary>
    public void Complete(Outcome outcome, string error) => Complete(outcome, partition.Partition.Value, null, error);

    private void Complete(Outcome outcome, int reached, long? offset, string? error)
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            client.Record(new SendOperation(client.Name, partition.Topic, reached, sequence, scheduled, invoked, outcome, offset, error) { At = client.Now, Transaction = transaction });
        }
    }
}
