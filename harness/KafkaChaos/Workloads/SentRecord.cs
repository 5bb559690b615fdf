using Confluent.Kafka;
using KafkaChaos.Histories;

namespace KafkaChaos.Workloads;

/// <summary>One record that a client was given, until its outcome is known; then the object takes another.</summary>
/// <remarks>Of hundreds of thousands a second that wait for their reports, new objects would cost the collector more than all else that is done for them.</remarks>
internal sealed class SentRecord
{
    private readonly ProducerClient _client;
    private TopicPartition? _partition;
    private long _sequence;
    private TimeSpan _scheduled;
    private TimeSpan _invoked;
    private long? _transaction;
    private int _isOut;

    public SentRecord(ProducerClient client)
    {
        _client = client;
        Report = OnReport;
    }

    /// <summary>To be called with its delivery report.</summary>
    public Action<DeliveryReport<byte[]?, byte[]>> Report { get; }

    /// <summary>It takes a record, which is out from now on.</summary>
    public void Begin(TopicPartition partition, long sequence, TimeSpan scheduled, TimeSpan invoked, long? transaction)
    {
        (_partition, _sequence, _scheduled, _invoked, _transaction) = (partition, sequence, scheduled, invoked, transaction);
        Volatile.Write(ref _isOut, 1);
    }

    /// <summary>The client did not take it: it never was out.</summary>
    public void Withdraw() => Volatile.Write(ref _isOut, 0);

    /// <summary>It comes to this, unless nothing is out.</summary>
    public void Complete(Outcome outcome, string error) => Complete(outcome, _partition?.Partition.Value ?? 0, null, error);

    private void OnReport(DeliveryReport<byte[]?, byte[]> report)
    {
        var outcome = _client.OutcomeOf(report.Status);

        // Where the client's partitioner went elsewhere than the workload expected, the history must say so.
        var reached = report.Partition.Value >= 0 ? report.Partition.Value : _partition!.Partition.Value;
        Complete(outcome, reached, outcome == Outcome.Ok && report.Offset.Value >= 0 ? report.Offset.Value : null, outcome == Outcome.Ok ? null : report.Error.IsError ? report.Error.Code.ToString() : "acks=0: nothing is answered");
    }

    private void Complete(Outcome outcome, int reached, long? offset, string? error)
    {
        if (Interlocked.Exchange(ref _isOut, 0) != 0)
        {
            _client.Record(
                new RecordOrigin(null, _client.Name, _partition!.Topic, reached),
                new RecordFields { Sequence = _sequence, Scheduled = _scheduled, Invoked = _invoked, Outcome = outcome, Offset = offset, Error = error, Transaction = _transaction, At = _client.Now },
                this);
        }
    }
}
