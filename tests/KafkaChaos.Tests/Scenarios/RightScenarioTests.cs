using KafkaChaos.Model;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class RightScenarioTests
{
    [Test]
    public void ARightScenarioIsReadWhole()
    {
        var result = Sample.Read(Sample.Text);
        Assert.That(result.Problems, Is.Empty);
        var scenario = result.Scenario!;
        var topology = scenario.Topology;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scenario.Name, Is.EqualTo("sample"));
            Assert.That(scenario.Question, Is.EqualTo("Does it live?"));
            Assert.That(topology.Zones, Is.EqualTo(new[] { new Zone("a", "site-1"), new Zone("b", "site-1"), new Zone("c", "site-2") }));
            Assert.That(topology.Nodes, Is.EqualTo(new[]
            {
                new Node("zookeeper-a-1", NodeKind.ZooKeeper, 1, "a"),
                new Node("kafka-a-1", NodeKind.Kafka, 1, "a"),
                new Node("zookeeper-b-1", NodeKind.ZooKeeper, 2, "b"),
                new Node("kafka-b-1", NodeKind.Kafka, 2, "b"),
                new Node("zookeeper-c-1", NodeKind.ZooKeeper, 3, "c"),
                new Node("kafka-c-1", NodeKind.Kafka, 3, "c"),
            }));
            Assert.That(topology.ZooKeeper!.Version, Is.EqualTo("3.9.4"));
            Assert.That(topology.ZooKeeper.Settings["tickTime"], Is.EqualTo("500"));
            Assert.That(topology.Kafka!.Metadata, Is.EqualTo(MetadataMode.ZooKeeper));
            Assert.That(topology.Kafka.Settings["zookeeper.session.timeout.ms"], Is.EqualTo("6000"));
            Assert.That(topology.Topics, Is.EqualTo(new[] { new TopicLayout("orders", 6, 3, 2) }));
            Assert.That(scenario.Load!.Producers, Is.EqualTo(new[] { new ProducerLoad(200, Acks.All, true, 100) }));
            Assert.That(scenario.Steps, Is.EqualTo(new[]
            {
                new Step("outage", TimeSpan.FromSeconds(10), Fault.Kill, new Target.ZoneOf(new Target.HolderOf(Role.ZooKeeperLeader))),
                new Step(null, TimeSpan.FromSeconds(20), Fault.Start, new Target.SameAs("outage")),
            }));
            Assert.That(scenario.Expect, Is.EqualTo(new Expectations()));
        }
    }

    [TestCase("lose-one-zone-of-three.yaml", 6)]
    [TestCase("lose-one-zone-zookeeper-only.yaml", 3)]
    [TestCase("lose-power-of-every-voter-zookeeper-only.yaml", 3)]
    public void EveryShippedScenarioIsReadWithoutProblems(string name, int nodes)
    {
        var result = ScenarioReader.Read(Path.Combine(Repository.Root, "scenarios", name));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Problems, Is.Empty);
            Assert.That(result.Scenario?.Topology.Nodes, Has.Count.EqualTo(nodes));
            Assert.That(result.Scenario?.Expect, Is.EqualTo(new Expectations()), "absent expectations stay absent");
            Assert.That(result.Scenario?.Load is null, Is.EqualTo(!result.Scenario!.Topology.Brokers.Any()));
        }
    }

    [Test]
    public void WithoutDomainsEveryZoneIsItsOwn()
    {
        var scenario = Sample.Read(Sample.With("  domains: { site-1: [a, b], site-2: [c] }\n", "")).Scenario!;
        Assert.That(scenario.Topology.Zones.Select(zone => zone.Domain), Is.EqualTo((string[])["a", "b", "c"]));
    }

    [Test]
    public void NodesAreNumberedByZoneAndByKind()
    {
        var scenario = Sample.Read(Sample.With("a: { zookeeper: 1, kafka: 1 }", "a: { zookeeper: 1, kafka: 2 }")).Scenario!;
        Assert.That(
            scenario.Topology.Brokers.Select(broker => (broker.Name, broker.Id)),
            Is.EqualTo(new[] { ("kafka-a-1", 1), ("kafka-a-2", 2), ("kafka-b-1", 3), ("kafka-c-1", 4) }));
    }

    [TestCase("load: { rate: 0.5/s }", 0.5, Acks.All, true, 100)]
    [TestCase("load: { rate: 9/s, acks: 1 }", 9, Acks.Leader, false, 100)]
    [TestCase("load: { rate: 9/s, acks: leader, record: 1KiB }", 9, Acks.Leader, false, 1024)]
    [TestCase("load: { rate: 9/s, acks: 0, idempotence: false }", 9, Acks.None, false, 100)]
    [TestCase("load: { rate: 9/s, acks: none }", 9, Acks.None, false, 100)]
    [TestCase("load: { rate: 100000/s, idempotence: false, record: 1MB }", 100_000, Acks.All, false, 1_000_000)]
    public void ALoadHasDefaults(string load, double rate, Acks acks, bool idempotence, int record) =>
        Assert.That(Sample.Read(Sample.With(Sample.Load, load)).Scenario?.Load?.Producers, Is.EqualTo(new[] { new ProducerLoad(rate, acks, idempotence, record) }));

    [Test]
    public void ExpectationsAreReadInBothForms()
    {
        var scenario = Sample.Read(Sample.With(Sample.Expect, """
            expect:
              quorum: { survives: true, elected-within: 5s }
              leaders: { elected-within: 10s }
              producer: { unavailable-at-most: 16s, lost: 0, duplicated: 1, reordered: 2 }
              recovered-within: 1m
            """)).Scenario!;
        var seconds = TimeSpan.FromSeconds(1);
        Assert.That(scenario.Expect, Is.EqualTo(new Expectations(true, 5 * seconds, 10 * seconds, 16 * seconds, null, Limit.AtMost(0L), Limit.AtMost(1L), Limit.AtMost(2L), 60 * seconds)));
        Assert.That(Sample.Read(Sample.With(Sample.Expect, "expect: { quorum: lost }")).Scenario!.Expect, Is.EqualTo(new Expectations(QuorumSurvives: false)));
    }

    [Test]
    public void ALimitHasAnOperator()
    {
        var expect = Sample.Read(Sample.With(Sample.Expect, "expect: { producer: { unavailable-at-least: 1s, lost: { at-least: 1 }, duplicated: { exactly: 3 }, reordered: { at-most: 2 } } }")).Scenario!.Expect;
        Assert.That(expect, Is.EqualTo(new Expectations(
            UnavailableAtLeast: TimeSpan.FromSeconds(1),
            Lost: new Limit<long>(Comparison.AtLeast, 1),
            Duplicated: new Limit<long>(Comparison.Exactly, 3),
            Reordered: Limit.AtMost(2L))));
    }

    [Test]
    public void SettingsAreKeptAsWritten()
    {
        var scenario = Sample.Read(Sample.With(
            "{ tickTime: 500 }",
            "{ a: 007, b: 1e3, c: yes, d: 2026-11-22, e: '0.10', f: null, g: 1_000, h: }")).Scenario!;
        Assert.That(
            scenario.Topology.ZooKeeper!.Settings.Select(setting => $"{setting.Key}={setting.Value}"),
            Is.EqualTo((string[])["a=007", "b=1e3", "c=yes", "d=2026-11-22", "e=0.10", "f=null", "g=1_000", "h="]));
    }

    [TestCase("node: kafka-a-1", "kafka-a-1")]
    [TestCase("node: [kafka-a-1, zookeeper-c-1]", "kafka-a-1,zookeeper-c-1")]
    public void NodesAreTargetsByName(string target, string names) =>
        Assert.That(((Target.Nodes)KillOf(target)).Names, Is.EqualTo(names.Split(',')));

    [Test]
    public void EveryOtherTargetIsRead()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((Target.Zones)KillOf("zone: [a, c]")).Names, Is.EqualTo((string[])["a", "c"]));
            Assert.That(((Target.Domains)KillOf("domain: site-1")).Names, Is.EqualTo((string[])["site-1"]));
            Assert.That(KillOf("role: controller"), Is.EqualTo(new Target.HolderOf(Role.Controller)));
            Assert.That(KillOf("domain-of: { role: controller }, only: kafka"), Is.EqualTo(new Target.DomainOf(new Target.HolderOf(Role.Controller)) { Only = NodeKind.Kafka }));
            Assert.That(
                KillOf("zone-of: { domain-of: { role: controller }, only: zookeeper }"),
                Is.EqualTo(new Target.ZoneOf(new Target.DomainOf(new Target.HolderOf(Role.Controller)) { Only = NodeKind.ZooKeeper })));
        }
    }

    [Test]
    public void KRaftIsReadAndLeftForTheRunToRefuse()
    {
        var result = Sample.Read(Topologies.KRaft);
        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Scenario!.Topology.Kafka!.Metadata, Is.EqualTo(MetadataMode.KRaft));
    }

    private static Target KillOf(string target)
    {
        var result = Sample.Read(Sample.With("zone-of: { role: zookeeper-leader }", target));
        Assert.That(result.Problems, Is.Empty, target);
        return result.Scenario!.Steps[0].Target;
    }
}
