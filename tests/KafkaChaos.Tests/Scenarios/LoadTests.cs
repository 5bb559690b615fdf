using KafkaChaos.Model;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Several clients, and what one of them may be.</summary>
public sealed class LoadTests
{
    private const string Two = "orders: { partitions: 6, replication: 3, min.insync.replicas: 2 }\n    audit: { partitions: 1, replication: 3, min.insync.replicas: 2 }";

    [Test]
    public void TheShortFormHasEveryKeyOfAProducer()
    {
        var load = Read("{ rate: as-fast-as-possible, keys: hashed, transactions: 10, consumers: 2, quorum-probe: 20/s, settings: { linger.ms: 5 } }");
        var producer = load.Producers.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((producer.Name, producer.Rate, producer.Keys, producer.TransactionRecords), Is.EqualTo(("producer", double.PositiveInfinity, Keys.Hashed, 10)));
            Assert.That(producer.Topics, Is.Empty);
            Assert.That(producer.Settings["linger.ms"], Is.EqualTo("5"));
            Assert.That(load.Consumers.Single(), Is.EqualTo(new ConsumerLoad("consumer", [], null, 2, true)));
            Assert.That(load.ProbeRate, Is.EqualTo(20));
            Assert.That(Read("{ rate: 1/s, consumers: 0 }").Consumers, Is.Empty);
        }
    }

    [Test]
    public void TheLongFormNamesItsClients()
    {
        var load = Read("""

              producers:
                orders: { topic: orders, rate: 200/s, acks: leader, record: 1KiB, settings: { message.timeout.ms: 60000 } }
                both: { topic: [orders, audit], rate: 1/s, transactions: 5 }
              consumers:
                readers: { topic: audit, group: g1, members: 2, settings: { session.timeout.ms: 6000 } }
                all: { isolation: read-committed }
              quorum-probe: 20/s
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(load.Producers.Select(one => $"{one.Name} {string.Join('+', one.Topics)} {one.Rate} {one.Acks} {one.Idempotence} {one.RecordBytes} {one.TransactionRecords}"), Is.EqualTo((string[])[
                "orders orders 200 Leader False 1024 0", "both orders+audit 1 All True 100 5"]));
            Assert.That(load.Producers[0].Settings["message.timeout.ms"], Is.EqualTo("60000"));
            Assert.That(load.Consumers.Select(one => $"{one.Name} {string.Join('+', one.Topics)} {one.Group} {one.Members} {one.Committed}"), Is.EqualTo((string[])[
                "readers audit g1 2 True", "all   1 True"]));
            Assert.That(load.Consumers[0].Settings["session.timeout.ms"], Is.EqualTo("6000"));
            Assert.That(load.ProbeRate, Is.EqualTo(20));
        }
    }

    [TestCase("{ rate: 1/s, keys: §random }", "load.keys", "allowed: per-partition, hashed")]
    [TestCase("{ rate: 1/s, transactions: §0 }", "load.transactions", "a whole number from 1")]
    [TestCase("{ rate: 1/s, acks: 1, transactions: §5 }", "load.transactions", "acks: all and idempotence: true")]
    [TestCase("{ rate: 1/s, idempotence: false, transactions: §5 }", "load.transactions", "acks: all and idempotence: true")]
    [TestCase("{ rate: 10/s, transactions: §1000 }", "load.transactions", "takes 100 s to fill", "transaction.timeout.ms (60000)")]
    [TestCase("{ rate: 10/s, transactions: §200, settings: { transaction.timeout.ms: 39999 } }", "load.transactions", "takes 20 s to fill")]
    [TestCase("{ rate: 1/s, transactions: 5, settings: { transaction.timeout.ms: §900001 } }", "load.settings.transaction.timeout.ms", "transaction.max.timeout.ms of 900000", "given 900001")]
    [TestCase("{ rate: 1/s, consumers: §101 }", "load.consumers", "from 0 to 100")]
    [TestCase("{ rate: 1/s, quorum-probe: §20 }", "load.quorum-probe", "has no unit")]
    [TestCase("{ rate: §fast }", "load.rate", "expected a rate such as 200/s")]
    [TestCase("{ rate: §[] }", "load.rate", "expected a rate such as 200/s, or as-fast-as-possible")]
    [TestCase("{ rate: 1/s, settings: { message.timeout.ms: §0 } }", "load.settings.message.timeout.ms", "whole number above 0")]
    [TestCase("{ §rate: 1/s, producers: { p: { rate: 1/s } } }", "load.rate", "below producers.<name>")]
    [TestCase("{ §acks: all, producers: { p: { rate: 1/s } } }", "load.acks", "below producers.<name>")]
    [TestCase("{ producers: { p: { rate: 1/s } }, §hope: 1 }", "load.hope", "unknown key", "allowed: producers, consumers, quorum-probe")]
    [TestCase("§{ consumers: { c: {} } }", "load.producers", "missing; expected a map of names to producers")]
    [TestCase("{ producers: §{} }", "load.producers", "empty")]
    [TestCase("{ producers: { §P: { rate: 1/s } } }", "load.producers.P", "lower-case")]
    [TestCase("{ producers: { p: §{ topic: orders } } }", "load.producers.p.rate", "missing")]
    [TestCase("{ producers: { p: { topic: §order, rate: 1/s } } }", "load.producers.p.topic", "unknown topic", "did you mean orders?")]
    [TestCase("{ producers: { p: { topic: [orders, §bills], rate: 1/s } } }", "load.producers.p.topic", "unknown topic", "allowed: orders, audit")]
    [TestCase("{ producers: { p: { topic: [orders, §orders], rate: 1/s } } }", "load.producers.p.topic", "named twice")]
    [TestCase("{ producers: { p: { rate: 1/s, acks: 0, idempotence: §true } } }", "load.producers.p.idempotence", "needs acks: all")]
    [TestCase("{ producers: { p: { rate: 1/s } }, consumers: { §p: {} } }", "load.consumers.p", "a producer has this name")]
    [TestCase("{ producers: { p: { rate: 1/s } }, consumers: { c: { topic: §none } } }", "load.consumers.c.topic", "unknown topic")]
    [TestCase("{ producers: { p: { rate: 1/s } }, consumers: { c: { members: §0 } } }", "load.consumers.c.members", "from 1 to 100")]
    [TestCase("{ producers: { p: { rate: 1/s } }, consumers: { c: { isolation: §dirty } } }", "load.consumers.c.isolation", "allowed: read-committed, read-uncommitted")]
    [TestCase("{ producers: { p: { rate: 1/s } }, consumers: §3 }", "load.consumers", "expected a map of names to consumers")]
    public void AMistakeIsShown(string load, string key, params string[] words) => Sample.HasOneProblem(With(load), key, words);

    [TestCase("{ rate: 10/s, transactions: 300 }")]
    [TestCase("{ rate: as-fast-as-possible, transactions: 100000 }")]
    [TestCase("{ rate: 10/s, transactions: 1000, settings: { transaction.timeout.ms: 200000 } }")]
    [TestCase("{ rate: 1/s, settings: { transaction.timeout.ms: 900001 } }")]
    public void ATransactionThatFillsInTimeIsRight(string load) => Read(load);

    [TestCase("{ rate: 1/s, transactions: §5 }", "load.transactions", "transaction.max.timeout.ms of 50000, and transaction.timeout.ms is 60000 where it is left out")]
    [TestCase("{ rate: 1/s, transactions: 5, settings: { transaction.timeout.ms: §50001 } }", "load.settings.transaction.timeout.ms", "of 50000")]
    public void TheBrokersMayTakeLess(string load, string key, params string[] words) =>
        Sample.HasOneProblem(With(load).Replace("zookeeper.session.timeout.ms: 6000", "transaction.max.timeout.ms: 50000", StringComparison.Ordinal), key, words);

    [TestCase("bootstrap.servers")]
    [TestCase("client.id")]
    [TestCase("acks")]
    [TestCase("request.required.acks")]
    [TestCase("enable.idempotence")]
    [TestCase("transactional.id")]
    [TestCase("partitioner")]
    [TestCase("sasl.username")]
    public void SettingsOfAProducerThatTheHarnessOwnsAreRefused(string name) =>
        Sample.HasOneProblem(With($"{{ rate: 1/s, settings: {{ §{name}: x }} }}"), $"load.settings.{name}", "the harness sets this itself", "given x");

    [TestCase("bootstrap.servers")]
    [TestCase("group.id")]
    [TestCase("isolation.level")]
    [TestCase("auto.offset.reset")]
    [TestCase("enable.auto.commit")]
    public void SettingsOfAConsumerThatTheHarnessOwnsAreRefused(string name) =>
        Sample.HasOneProblem(
            With($"{{ producers: {{ p: {{ rate: 1/s }} }}, consumers: {{ c: {{ settings: {{ §{name}: x }} }} }} }}"), $"load.consumers.c.settings.{name}", "the harness sets this itself");

    [Test]
    public void ReadingUncommittedTransactionsIsAWarning()
    {
        const string Load = "{ producers: { p: { topic: orders, rate: 1/s, transactions: 5 } }, consumers: { c: { topic: TOPIC, isolation: §read-uncommitted } } }";
        var problem = Sample.HasOneProblem(With(Load.Replace("TOPIC", "[audit, orders]", StringComparison.Ordinal)), "load.consumers.c.isolation", "p writes transactions");
        Assert.That(problem.Severity, Is.EqualTo(Severity.Warning));
        Assert.That(Sample.Read(With(Load.Replace("TOPIC", "audit", StringComparison.Ordinal).Replace("§", "", StringComparison.Ordinal))).Problems, Is.Empty);
    }

    [Test]
    public void TopicsThatAreWrongThemselvesAreNotUnknown() => Sample.HasOneProblem(
        With("{ producers: { p: { topic: audit, rate: 1/s } } }").Replace("partitions: 1,", "partitions: §0,", StringComparison.Ordinal), "topology.topics.audit.partitions");

    private static string With(string load) =>
        Sample.With(Sample.Load, $"load: {load}").Replace("orders: { partitions: 6, replication: 3, min.insync.replicas: 2 }", Two, StringComparison.Ordinal);

    private static Load Read(string load)
    {
        var result = Sample.Read(With(load));
        Assert.That(result.Problems, Is.Empty);
        return result.Scenario!.Load!;
    }
}
