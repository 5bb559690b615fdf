using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class ProblemTests
{
    [Test]
    public void AProblemIsOneLineWithPlaceKeyGivenAndAllowed()
    {
        var problem = Sample.HasOneProblem(Sample.With("rate: 200/s", "§rat: 200/s, rate: 200/s"), "load.rat");
        Assert.That(problem.ToString(), Is.EqualTo("sample.yaml:12:9: load.rat: unknown key; given rat; did you mean rate?; allowed: rate, acks, idempotence, record, keys, transactions, settings, consumers, quorum-probe"));
    }

    [Test]
    public void AWarningSaysSo()
    {
        var problem = Sample.HasOneProblem(Sample.With("    a: { zookeeper: 1, kafka: 1 }", "    §a: { zookeeper: 2, kafka: 1 }"), "topology.zones", "4 ZooKeeper voters survive the loss of 1, as 3 would");
        Assert.That(problem.Severity, Is.EqualTo(Severity.Warning));
        Assert.That(problem.ToString(), Does.StartWith("sample.yaml:5:5: warning: topology.zones: "));
    }

    [Test]
    public void LongAndManyLineValuesStayOnOneLine()
    {
        var problem = new Problem("f", 1, 2, "k", "m", new string('x', 200) + "\n\u001b[31m", []);
        Assert.That(problem.ToString(), Is.EqualTo($"f:1:2: k: m; given {new string('x', 80)}..."));
        Assert.That(new Problem("f", 0, 0, "", "m", "a\nb\u001b", []).ToString(), Is.EqualTo("f: m; given a b "));
    }

    [TestCase("kafak", "kafka")]
    [TestCase("ZONE", "zone")]
    [TestCase("zookeper-leader", "zookeeper-leader")]
    [TestCase("x", null)]
    [TestCase("banana", null)]
    [TestCase("", null)]
    public void ANearMissIsNamed(string given, string? meant) =>
        Assert.That(new Problem("f", 1, 1, "k", "m", given, ["kafka", "zone", "zookeeper-leader"]).DidYouMean, Is.EqualTo(meant));

    [Test]
    public void AllProblemsAreShownInOnePassInTheOrderOfTheFile()
    {
        var result = Sample.Read("""
            question:
            topology:
              zones: { a: { zookeeper: 1, kafka: 1200 }, B: { kafka: 1 }, c: {} }
              kafka: { version: three, metadata: zk, settings: { broker.id: 4 } }
              topics: { orders: { partitions: 0, replication: 2, min.insync.replicas: 3 } }
              colour: red
            load: { rate: 200, acks: 1, idempotence: true, record: 1B }
            steps:
              - { after: -1s, kill: { zone: d } }
              - { after: 2h, kill: { zone: a }, start: { zone: a } }
              - { after: 1s, stp: { zone: a } }
              - kill
            expect: { quorum: maybe, producer: { lost: none } }
            hope: true
            """);
        Assert.That(result.Scenario, Is.Null);
        Assert.That(result.Problems.Select(problem => $"{problem.Line} {problem.Key}"), Is.EqualTo((string[])[
            "1 question",
            "3 topology.zones.a.kafka",
            "3 topology.zones.B",
            "4 topology.kafka.version",
            "4 topology.kafka.metadata",
            "4 topology.kafka.settings.broker.id",
            "5 topology.topics.orders.partitions",
            "5 topology.topics.orders.min.insync.replicas",
            "6 topology.colour",
            "7 load.rate",
            "7 load.idempotence",
            "7 load.record",
            "9 steps[0].after",
            "9 steps[0].kill.zone",
            "10 steps[1].after",
            "10 steps[1].start",
            "11 steps[2].stp",
            "12 steps[3]",
            "13 expect.quorum",
            "13 expect.producer.lost",
            "14 hope",
        ]), string.Join("\n", result.Problems));
    }
}
