using Confluent.Kafka;
using KafkaChaos.Model;
using KafkaChaos.Workloads;
using NUnit.Framework;
using Recorder = KafkaChaos.Histories.Recorder;

namespace KafkaChaos.Tests.Workloads;

public sealed class ConsumerClientTests
{
    [Test]
    public async Task TheEndOfAnEmptyPartitionIsNoRecord()
    {
        var folder = Directory.CreateTempSubdirectory("kafkachaos-consumer-");
        await using var recorder = new Recorder(Path.Combine(folder.FullName, "history.jsonl"));
        using var brokers = new PlayedBrokers();
        await brokers.WriteAsync("t", 0, 0);
        using var ended = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        using var client = new ConsumerClient(brokers.Bootstrap, new ConsumerLoad("c", [], null, 1, Committed: true), "c.1", recorder, (_, _) => ended.Set());
        client.Assign([new TopicPartition("t", 1)]);
        var reading = client.RunAsync(stop.Token);
        Assert.That(ended.Wait(TimeSpan.FromSeconds(10)), Is.True);
        Assert.That(client.Reads, Is.False);
        await brokers.WriteAsync("t", 1, 0);
        Assert.That(SpinWait.SpinUntil(() => client.Reads, TimeSpan.FromSeconds(10)), Is.True);
        await stop.CancelAsync();
        await reading;
        folder.Delete(recursive: true);
    }
}
