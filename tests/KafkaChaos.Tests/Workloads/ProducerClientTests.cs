using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Tests.Checking;
using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Workloads;

public sealed class ProducerClientTests
{
    private string _folder = "";

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("kafkachaos-producer-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestCase(100)]
    [TestCase(double.PositiveInfinity)]
    public async Task UntilItsLoadBeginsNoMoreRecordsAreOutThanItHasPartitions(double rate)
    {
        var topology = new Story(partitions: 3).Scenario.Topology;
        var load = new ProducerLoad(rate, Acks.All, true, 100) { Name = "shop" };
        await using var recorder = new Recorder(Path.Combine(_folder, "history.jsonl"));

        // Where nobody answers, what is out stays out.
        using var client = new ProducerClient("127.0.0.1:1", new RecordRoute(load, topology), load, load.Name, recorder);
        Assert.That(Enumerable.Range(0, 5).Select(Send), Is.EqualTo((bool[])[true, true, true, false, false]));
        client.Begin();
        Assert.That(Enumerable.Range(3, 100).Select(Send), Is.All.True);

        bool Send(int number) => client.TrySend(number, null, CancellationToken.None);
    }
}
