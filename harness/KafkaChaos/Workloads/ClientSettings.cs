using System.Globalization;
using Confluent.Kafka;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>What the settings of all clients have in common: those that bound an outage are written explicitly, and a scenario's go over them.</summary>
/// <remarks>
/// With librdkafka's own <c>socket.timeout.ms</c> of 60 s a client can be stuck for a minute on a partition that has had
/// a new leader for long; with its <c>topic.metadata.refresh.interval.ms</c> of 5 min a rarely failing one for longer.
/// </remarks>
public static class ClientSettings
{
    // librdkafka takes either name of each, and the one that comes last wins.
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["delivery.timeout.ms"] = "message.timeout.ms",
        ["queue.buffering.max.ms"] = "linger.ms",
    };

    /// <summary>What librdkafka does not take of the scenario's settings: a client that was given them would not start.</summary>
    /// <returns>Client and its objection; empty where all can start. Nothing is connected to.</returns>
    public static IReadOnlyList<(string Client, string Objection)> Refused(Load load) =>
    [
        .. load.Producers.SelectMany(producer => Objection(producer.Name, () => new ProducerBuilder<byte[]?, byte[]>(ProducerSettings.Of(producer, "", producer.Name)).SetLogHandler((_, _) => { }).Build().Dispose())),
        .. load.Consumers.SelectMany(consumer => Objection(consumer.Name, () => new ConsumerBuilder<Ignore, byte[]>(ConsumerSettings.Of(consumer, "", consumer.Name)).SetLogHandler((_, _) => { }).Build().Dispose())),
    ];

    internal static T Bounded<T>(T config, string bootstrap, string client)
        where T : ClientConfig
    {
        config.BootstrapServers = bootstrap;
        config.ClientId = client;
        config.SocketTimeoutMs = 10_000;
        config.SocketConnectionSetupTimeoutMs = 5_000;
        config.ReconnectBackoffMs = 50;
        config.ReconnectBackoffMaxMs = 1_000;
        config.RetryBackoffMs = 100;
        config.RetryBackoffMaxMs = 1_000;
        config.MetadataMaxAgeMs = 30_000;
        config.TopicMetadataRefreshIntervalMs = 5_000;
        config.TopicMetadataRefreshFastIntervalMs = 100;
        config.SocketNagleDisable = true;
        return config;
    }

    internal static T With<T>(T config, IReadOnlyDictionary<string, string> settings)
        where T : ClientConfig
    {
        foreach (var (name, value) in settings)
        {
            config.Set(Aliases.GetValueOrDefault(name, name), value);
        }

        return config;
    }

    /// <summary>As a history and a verdict show them; where the servers are is left out.</summary>
    internal static IReadOnlyDictionary<string, string> Described(ClientConfig config) =>
        config.Where(one => one.Key is not ("bootstrap.servers" or "client.id")).OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => Convert.ToString(one.Value, CultureInfo.InvariantCulture)!);

    /// <summary>A time in milliseconds that was written explicitly.</summary>
    internal static TimeSpan Time(ClientConfig config, string name) => TimeSpan.FromMilliseconds(int.Parse(config.Get(name), CultureInfo.InvariantCulture));

    private static IEnumerable<(string Client, string Objection)> Objection(string client, Action make)
    {
        try
        {
            make();
            return [];
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            return [(client, refused.Message)];
        }
    }
}
