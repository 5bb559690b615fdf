using System.Globalization;
using Confluent.Kafka;
using KafkaChaos.Model;

namespace KafkaChaos.Workloads;

/// <summary>The settings of a producer's client.</summary>
internal static class ProducerSettings
{
    // As fast as possible is as fast as the queue has room: each record in it waits behind all the others.
    private const int QueueOfTheFast = 100_000;
    private const int Queue = 1_000_000;

    // The settings that bounds are derived from, of which the largest counts.
    private static readonly string[] Bounding = ["linger.ms", "message.timeout.ms", "reconnect.backoff.max.ms", "retry.backoff.max.ms", "socket.timeout.ms"];

    public static ProducerConfig Of(ProducerLoad load, string bootstrap, string name)
    {
        var config = ClientSettings.Bounded(new ProducerConfig(), bootstrap, name);
        config.Acks = load.Acks switch { Model.Acks.All => Confluent.Kafka.Acks.All, Model.Acks.Leader => Confluent.Kafka.Acks.Leader, _ => Confluent.Kafka.Acks.None };
        config.EnableIdempotence = load.Idempotence;
        config.LingerMs = 5;
        config.MessageTimeoutMs = 120_000;
        config.RequestTimeoutMs = 10_000;
        config.QueueBufferingMaxMessages = double.IsInfinity(load.Rate) ? QueueOfTheFast : Queue;
        if (load.Keys == Keys.Hashed)
        {
            config.Partitioner = Partitioner.Murmur2;
        }

        if (load.TransactionRecords > 0)
        {
            // One that hangs keeps all that follows it from those who read committed records, so it must end before the final read's time does.
            config.TransactionalId = load.Name;
            config.TransactionTimeoutMs = ProducerLoad.UsualTransactionTimeout;
            config.MessageTimeoutMs = ProducerLoad.UsualTransactionTimeout;
        }

        return ClientSettings.With(config, load.Settings);
    }

    /// <summary>After that every record has its delivery report.</summary>
    public static TimeSpan MessageTimeout(ProducerLoad load) => ClientSettings.Time(Of(load, "", load.Name), "message.timeout.ms");

    /// <summary>After that the coordinator aborts a transaction; only of a producer that writes them.</summary>
    public static TimeSpan TransactionTimeout(ProducerLoad load) => ClientSettings.Time(Of(load, "", load.Name), "transaction.timeout.ms");

    /// <summary>What bounds of an outage are derived from: the largest of all producers.</summary>
    public static IReadOnlyDictionary<string, string> Widest(IReadOnlyList<ProducerLoad> producers)
    {
        var all = producers.Select(producer => ClientSettings.Described(Of(producer, "", producer.Name))).ToList();
        return Bounding.Where(name => all.Any(settings => settings.ContainsKey(name))).ToDictionary(
            name => name,
            name => all.Where(settings => settings.ContainsKey(name)).Select(settings => settings[name]).MaxBy(value => double.Parse(value, CultureInfo.InvariantCulture))!);
    }
}
