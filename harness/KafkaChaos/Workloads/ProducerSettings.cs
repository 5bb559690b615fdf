using System.Globalization;
using Confluent.Kafka;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>The client settings that bound an outage as an application sees it, all written explicitly.</summary>
/// <remarks>
/// With librdkafka's own <c>socket.timeout.ms</c> of 60 s a client can be stuck for a minute on a partition that has had
/// a new leader for long; with its <c>topic.metadata.refresh.interval.ms</c> of 5 min a rarely failing one for longer.
/// </remarks>
internal static class ProducerSettings
{
    /// <summary>After that every record has its delivery report.</summary>
    public static TimeSpan MessageTimeout { get; } = TimeSpan.FromMinutes(2);

    public static ProducerConfig Of(ProducerLoad load, string bootstrap, string producer) => new()
    {
        BootstrapServers = bootstrap,
        ClientId = producer,
        Acks = load.Acks switch { Model.Acks.All => Confluent.Kafka.Acks.All, Model.Acks.Leader => Confluent.Kafka.Acks.Leader, _ => Confluent.Kafka.Acks.None },
        EnableIdempotence = load.Idempotence,
        LingerMs = 5,
        MessageTimeoutMs = (int)MessageTimeout.TotalMilliseconds,
        RequestTimeoutMs = 10_000,
        SocketTimeoutMs = 10_000,
        SocketConnectionSetupTimeoutMs = 5_000,
        ReconnectBackoffMs = 50,
        ReconnectBackoffMaxMs = 1_000,
        RetryBackoffMs = 100,
        RetryBackoffMaxMs = 1_000,
        MetadataMaxAgeMs = 30_000,
        TopicMetadataRefreshIntervalMs = 5_000,
        TopicMetadataRefreshFastIntervalMs = 100,
        QueueBufferingMaxMessages = 1_000_000,
        SocketNagleDisable = true,
    };

    /// <summary>As a history and a verdict show them; where the servers are is left out.</summary>
    public static IReadOnlyDictionary<string, string> Described(ProducerLoad load) =>
        Of(load, "", "producer").Where(one => one.Key is not ("bootstrap.servers" or "client.id")).ToDictionary(one => one.Key, one => Convert.ToString(one.Value, CultureInfo.InvariantCulture)!);
}
