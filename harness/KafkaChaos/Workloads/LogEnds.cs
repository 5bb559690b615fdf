using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>Where the logs of all partitions begin and end, records of open transactions included.</summary>
/// <remarks>Who asks for committed records only would be told the end of those.</remarks>
internal sealed class LogEnds(string bootstrap, Topology topology) : IDisposable
{
    private readonly IAdminClient _client = new AdminClientBuilder(ClientSettings.Bounded(new AdminClientConfig(), bootstrap, "kafkachaos-log-ends"))
        .SetLogHandler((_, _) => { })
        .Build();

    /// <summary>How long a leader is waited for.</summary>
    public static TimeSpan RequestTimeout { get; } = TimeSpan.FromSeconds(10);

    private IEnumerable<TopicPartition> Partitions => PartitionsOf.Topics(topology.Topics);

    /// <summary>The offsets of the first records, of every partition whose leader answers within <paramref name="patience"/>.</summary>
    public Task<Dictionary<TopicPartition, long>> BeginningsAsync(TimeSpan patience, CancellationToken token) => AskAsync(OffsetSpec.Earliest(), patience, token);

    /// <summary>The offsets behind the last records, of every partition whose leader answers within <paramref name="patience"/>.</summary>
    public Task<Dictionary<TopicPartition, long>> EndsAsync(TimeSpan patience, CancellationToken token) => AskAsync(OffsetSpec.Latest(), patience, token);

    public void Dispose() => _client.Dispose();

    // All at once, each in a request of its own: one that is silent delays no other.
    private async Task<Dictionary<TopicPartition, long>> AskAsync(OffsetSpec what, TimeSpan patience, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (patience <= TimeSpan.Zero)
        {
            return [];
        }

        var answers = await Task.WhenAll(Partitions.Select(partition => AskAsync(partition, what, patience))).WaitAsync(token);
        return answers.Where(answer => answer.Offset is not null).ToDictionary(answer => answer.Partition, answer => answer.Offset!.Value);
    }

    private async Task<(TopicPartition Partition, long? Offset)> AskAsync(TopicPartition partition, OffsetSpec what, TimeSpan patience)
    {
        try
        {
            var answer = await _client.ListOffsetsAsync(
                [new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = what }],
                new ListOffsetsOptions { IsolationLevel = IsolationLevel.ReadUncommitted, RequestTimeout = patience < RequestTimeout ? patience : RequestTimeout });
            return (partition, answer.ResultInfos[0].TopicPartitionOffsetError.Offset.Value);
        }
        catch (KafkaException)
        {
            return (partition, null);
        }
    }
}
