using System.Globalization;
using Confluent.Kafka;
using KafkaChaos.Histories;

namespace KafkaChaos.Tests.Workloads;

/// <summary>A broker that the client's own library plays, in this process.</summary>
internal sealed class PlayedBrokers : IDisposable
{
    private readonly IProducer<Null, byte[]> _producer;

    public PlayedBrokers()
    {
        var config = new ProducerConfig { LingerMs = 0 };
        config.Set("test.mock.num.brokers", "1");
        _producer = new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        Bootstrap = string.Join(",", admin.GetMetadata(TimeSpan.FromSeconds(5)).Brokers.Select(broker => string.Create(CultureInfo.InvariantCulture, $"{broker.Host}:{broker.Port}")));
    }

    public string Bootstrap { get; }

    public Task WriteAsync(string topic, int partition, long sequence) =>
        _producer.ProduceAsync(new TopicPartition(topic, partition), new() { Value = RecordValue.Write("p", sequence, 100) });

    public void Dispose() => _producer.Dispose();
}
