using KafkaChaos.Model;
using KafkaChaos.Workloads;
using NUnit.Framework;

namespace KafkaChaos.Tests.Workloads;

public sealed class ClientSettingsTests
{
    private static readonly ProducerLoad Producer = new(10, Acks.All, true, 100);
    private static readonly ConsumerLoad Consumer = new("readers", [], "g", 1, true);

    [Test]
    public void EverySettingOfTheTableIsWrittenExplicitly()
    {
        var table = File.ReadAllText(Path.Combine(Repository.Root, "docs", "scenarios.md"));
        var rows = table[table.IndexOf("| setting | of producers", StringComparison.Ordinal)..table.IndexOf("Settings that the client itself", StringComparison.Ordinal)];
        var producer = ClientSettings.Described(ProducerSettings.Of(Producer with { TransactionRecords = 5 }, "", "p"));
        var consumer = ClientSettings.Described(ConsumerSettings.Of(Consumer, "", "c"));
        foreach (var row in rows.Split('\n').Skip(2).Where(row => row.StartsWith('|')))
        {
            var cells = row.Split('|');
            foreach (var name in cells[1].Split(',').Select(one => one.Trim().Trim('`')))
            {
                Assert.That(producer.ContainsKey(name), Is.EqualTo(cells[2].Trim().Length > 0), name);
                Assert.That(consumer.ContainsKey(name), Is.EqualTo(cells[3].Trim().Length > 0), name);
            }
        }
    }

    [Test]
    public void AScenariosSettingsGoOverTheHarnesssOwnUnderEitherOfTheirNames()
    {
        var settings = new Dictionary<string, string> { ["delivery.timeout.ms"] = "30000", ["queue.buffering.max.ms"] = "7", ["socket.timeout.ms"] = "20000" };
        var described = ClientSettings.Described(ProducerSettings.Of(Producer with { Settings = settings }, "", "p"));
        Assert.That((described["message.timeout.ms"], described["linger.ms"], described["socket.timeout.ms"]), Is.EqualTo(("30000", "7", "20000")));
        Assert.That(ProducerSettings.MessageTimeout(Producer with { Settings = settings }), Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void WhereTheServersAreIsNotDescribed() =>
        Assert.That(ClientSettings.Described(ProducerSettings.Of(Producer, "10.0.0.1:9092", "p")).Values, Has.None.Contains("10.0.0.1"));

    [Test]
    public void OfSeveralProducersTheWidestBoundCounts()
    {
        var patient = Producer with { Settings = new Dictionary<string, string> { ["socket.timeout.ms"] = "30000" } };
        var widest = ProducerSettings.Widest([Producer, patient, Producer with { TransactionRecords = 1 }]);
        Assert.That((widest["socket.timeout.ms"], widest["message.timeout.ms"]), Is.EqualTo(("30000", "120000")));
    }

    [Test]
    public void WhatEveryKindOfClientIsGivenTheClientTakes() => Assert.That(ClientSettings.Refused(new Load(
        [Producer, Producer with { Keys = Keys.Hashed }, Producer with { TransactionRecords = 5 }, Producer with { Acks = Acks.None, Idempotence = false, Rate = double.PositiveInfinity }],
        [Consumer, Consumer with { Group = null, Committed = false }])), Is.Empty);

    [TestCase("no.such.setting", "1")]
    [TestCase("socket.timeout.ms", "long")]
    public void WhatTheClientDoesNotTakeIsToldWithItsName(string name, string value)
    {
        var settings = new Dictionary<string, string> { [name] = value };
        var refused = ClientSettings.Refused(new Load([Producer with { Name = "p", Settings = settings }], [Consumer with { Settings = new Dictionary<string, string> { ["no.such.setting"] = "1" } }]));
        Assert.That(refused.Select(one => one.Client), Is.EqualTo((string[])["p", "readers"]));
        Assert.That(refused[0].Objection, Does.Contain(name));
    }

    [Test]
    public void ATransactionThatEndsBeforeItsRecordsDoIsRefused() =>
        Assert.That(ClientSettings.Refused(new Load(Producer with { TransactionRecords = 5, Settings = new Dictionary<string, string> { ["message.timeout.ms"] = "90000" } })).Single().Objection, Does.Contain("transaction.timeout.ms"));
}
