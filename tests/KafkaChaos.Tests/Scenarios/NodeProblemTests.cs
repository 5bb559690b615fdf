using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Rules of nodes, their roles and their hardware.</summary>
public sealed class NodeProblemTests
{
    private const string Witness = "witness: { is: zookeeper, settings: { snapCount: 1000 }, memory: 1GiB, heap: 512MiB, disk: { size: 240GB, kind: ssd } }";
    private const string ZoneB = "b: { zookeeper: 1, kafka: 1 }";

    [TestCase("observers: 1", "observers: §1000", "topology.zones.c.observers", "from 0 to 999", "given 1000")]
    [TestCase("is: kafka", "is: §broker", "topology.zones.c.nodes.archive.is", "unknown value", "given broker", "allowed: zookeeper, observer, kafka, controller, combined")]
    [TestCase("second: { is: zookeeper }", "second: { is: zookeeper, §role: x }", "topology.zones.c.nodes.second.role", "unknown key", "allowed: is, settings, memory, heap, disk")]
    [TestCase("archive: { is: kafka, ", "archive: §{ ", "topology.zones.c.nodes.archive.is", "missing")]
    [TestCase("num.io.threads: 2", "§broker.id: 7", "topology.zones.c.nodes.archive.settings.broker.id", "the harness sets this itself")]
    [TestCase("num.io.threads: 2", "§zookeeper.session.timeout.ms: 9000", "topology.zones.c.nodes.archive.settings.zookeeper.session.timeout.ms", "hold for the whole cluster")]
    [TestCase("num.io.threads: 2", "§unclean.leader.election.enable: true", "topology.zones.c.nodes.archive.settings.unclean.leader.election.enable", "hold for the whole cluster")]
    [TestCase("snapCount: 1000", "§tickTime: 1000", "topology.zones.c.nodes.witness.settings.tickTime", "hold for the whole cluster")]
    [TestCase("snapCount: 1000", "§peerType: observer", "topology.zones.c.nodes.witness.settings.peerType", "it follows from what a node is")]
    [TestCase("settings: { tickTime: 500 }", "settings: { §group.1: '1:2' }", "topology.zookeeper.settings.group.1", "it follows from groups under zookeeper")]
    [TestCase("settings: { tickTime: 500 }", "settings: { §weight.1: 2 }", "topology.zookeeper.settings.weight.1", "it follows from weights under zookeeper")]
    [TestCase("memory: 2GiB", "settings: { unclean.leader.election.enable: §True }", "topology.kafka.settings.unclean.leader.election.enable", "one word", "allowed: true, false")]
    [TestCase("memory: 2GiB", "settings: { replica.lag.time.max.ms: §10s }", "topology.kafka.settings.replica.lag.time.max.ms", "a whole number above 0")]
    [TestCase("image: built", "image: §debian", "topology.zookeeper.image", "allowed: official, built, confluent")]
    [TestCase("memory: 2GiB", "memory: §2", "topology.kafka.memory", "has no unit; one of MB, MiB, GB, GiB")]
    [TestCase("memory: 2GiB", "memory: §100MiB", "topology.kafka.memory", "from 384MiB")]
    [TestCase("memory: 2GiB", "memory: §99999999GiB", "topology.kafka.memory", "must be from")]
    [TestCase("memory: 2GiB", "memory: §500.0000001MB", "topology.kafka.memory", "not in whole bytes")]
    [TestCase("memory: 2GiB", "memory: 2GiB, heap: §2GiB", "topology.kafka.heap", "not below the memory of 2048MiB", "given 2GiB")]
    [TestCase("heap: 512MiB", "heap: §2GiB", "topology.zones.c.nodes.witness.heap", "not below the memory of 1024MiB", "given 2GiB")]
    [TestCase("memory: 1GiB, heap: 512MiB", "heap: §5GiB", "topology.zones.c.nodes.witness.heap", "not below the memory of 4096MiB")]
    [TestCase("memory: 1GiB, heap: 512MiB", "memory: §512MiB", "topology.zones.c.nodes.witness.memory", "not above the heap of 1024MiB", "given 512MiB")]
    [TestCase("size: 470GB, kind: ssd", "size: 470GB, kind: §nvme", "topology.zookeeper.disk.kind", "allowed: ssd, hdd")]
    [TestCase("size: 470GB, kind: ssd", "§sise: 470GB", "topology.zookeeper.disk.sise", "unknown key", "did you mean size?")]
    [TestCase("racks: true", "racks: §'true'", "topology.kafka.racks", "without quotes")]
    [TestCase("racks: true", "racks: §false", "topology.kafka.racks", "warning", "any placement may happen", "one of the 3 zones")]
    public void AMistakeIsShownWhereItStands(string part, string replacement, string key, params string[] words) =>
        Sample.HasOneProblem(Topologies.With(Topologies.Rich, part, replacement), key, words);

    [TestCase("Archive")]
    [TestCase("archive-")]
    [TestCase("kafka-a-1-sandbox")]
    [TestCase("a2345678901234567890123456789012345678901")]
    public void ANodesNameIsAHostName(string name) => HasProblem(
        Topologies.With(Topologies.Rich, "archive:", $"§{name}:"), $"topology.zones.c.nodes.{name}", "a node name of lower-case letters, digits and -");

    [TestCase("archive:", "§kafka-c-1:", "kafka-c-1", "one of the counted ones")]
    [TestCase("archive:", "§kafka-a-1:", "kafka-a-1", "one of the counted ones")]
    public void ANamedNodeHasNoNameOfACountedOne(string part, string replacement, string name, string words) =>
        HasProblem(Topologies.With(Topologies.Rich, part, replacement), $"topology.zones.c.nodes.{name}", "another node has this name", words);

    [Test]
    public void TwoNamedNodesOfTwoZonesHaveTwoNames() => HasProblem(
        Topologies.With(Topologies.Rich, ZoneB, "b: { zookeeper: 1, kafka: 1, nodes: { archive: { is: kafka } } }").Replace("        archive:", "        §archive:", StringComparison.Ordinal),
        "topology.zones.c.nodes.archive",
        "another node has this name, in zone b");

    [TestCase(ZoneB, "b: { zookeeper: 1, kafka: 1, controllers: §1 }", "topology.zones.b.controllers")]
    [TestCase(ZoneB, "b: { zookeeper: 1, kafka: 1, combined: §1 }", "topology.zones.b.combined")]
    [TestCase("archive: { is: kafka, ", "§archive: { is: controller, ", "topology.zones.c.nodes.archive")]
    [TestCase("archive: { is: kafka, ", "§archive: { is: combined, ", "topology.zones.c.nodes.archive")]
    public void ControllersNeedKRaft(string part, string replacement, string key) =>
        HasProblem(Topologies.With(Topologies.Rich, part, replacement), key, "KRaft controllers need metadata: kraft");

    [Test]
    public void KRaftNeedsAController() => HasProblem(
        Topologies.With(Topologies.With(Topologies.With(Topologies.KRaft, "combined: 1", "kafka: 1"), "controllers: 1, ", ""), "metadata: kraft", "metadata: §kraft"),
        "topology.kafka.metadata",
        "no zone holds a controller");

    [Test]
    public void KRaftLeavesNoZooKeeperIdle() => HasProblem(
        Topologies.With(Topologies.With(Topologies.KRaft, "combined: 1", "combined: 1, zookeeper: 1"), "  kafka: { version: 4.1.0, metadata: kraft }", "  zookeeper: { version: 3.9.4 }\n  kafka: { version: 4.1.0, metadata: §kraft }"),
        "topology.kafka.metadata",
        "the 1 ZooKeeper nodes of the zones would be idle");

    [Test]
    public void BrokersInZooKeeperModeNeedAVoter() => HasProblem(
        "question: Q\ntopology: { zones: { a: { kafka: 1 } }, kafka: { version: 3.9.2, metadata: §zookeeper }, topics: { t: { partitions: 1, replication: 1, min.insync.replicas: 1 } } }\nload: { rate: 1/s }\nsteps: [{ after: 1s, kill: { zone: a } }]",
        "topology.kafka.metadata",
        "no zone holds a ZooKeeper voter");

    [TestCase("question: Q\ntopology: { zones: { a: { observers: §1 } }, zookeeper: { version: 3.9.4 } }\nsteps: [{ after: 1s, kill: { zone: a } }]", "topology.zones.a.observers")]
    [TestCase("question: Q\ntopology: { zones: { a: { nodes: { §one: { is: observer } } } }, zookeeper: { version: 3.9.4 } }\nsteps: [{ after: 1s, kill: { zone: a } }]", "topology.zones.a.nodes.one")]
    public void ObserversNeedAVoter(string marked, string key) => HasProblem(marked, key, "observers follow voters, and no zone holds one");

    [Test]
    public void AnEvenNumberOfVotersIsAWarningWithTheReason()
    {
        var text = Sample.With("    a: { zookeeper: 1, kafka: 1 }", "    §a: { zookeeper: 2, observers: 1, kafka: 1 }");
        var problem = Sample.HasOneProblem(text, "topology.zones", "4 ZooKeeper voters survive the loss of 1, as 3 would, and 3 of them must live instead of 2");
        Assert.That(problem.Severity, Is.EqualTo(Severity.Warning));
    }

    [Test]
    public void AnEvenNumberOfControllersIsAWarningWithTheReason()
    {
        var text = Topologies.With(Topologies.KRaft, "    a: { combined: 1 }", "    §a: { combined: 2 }");
        var problem = Sample.HasOneProblem(text, "topology.zones", "4 KRaft controllers survive the loss of 1, as 3 would");
        Assert.That(problem.Severity, Is.EqualTo(Severity.Warning));
    }

    [Test]
    public void ObserversDoNotMakeAnEvenNumber() =>
        Assert.That(Sample.Read(Sample.With("a: { zookeeper: 1, kafka: 1 }", "a: { zookeeper: 1, observers: 1, kafka: 1 }")).Problems, Is.Empty);

    [TestCase("zookeeper: 256", "256 zookeeper nodes; there can be at most 255")]
    [TestCase("zookeeper: 1, kafka: 999, nodes: { x: { is: kafka }, y: { is: kafka } }", "1001 kafka nodes; there can be at most 1000")]
    public void MoreNodesThanIdsAreRefused(string nodes, string words)
    {
        var problems = Sample.Read($"question: Q\ntopology:\n  zones:\n    a: {{ {nodes} }}\n  zookeeper: {{ version: 3.9.4 }}\nsteps: [{{ after: 1s, kill: {{ zone: a }} }}]").Problems;
        var problem = problems.Single(one => one.Key == "topology.zones");
        Assert.That((problem.Line, problem.Column), Is.EqualTo((4, 5)));
        Assert.That(problem.Message, Does.Contain(words));
    }

    [Test]
    public void AllMistakesOfATopologyAreShownInOnePass()
    {
        var text = Topologies.Rich
            .Replace("domains: { east: [a, b], west: [c] }", "domains: { east: [a, b], west: [c, q] }", StringComparison.Ordinal)
            .Replace("observers: 1", "observers: many", StringComparison.Ordinal)
            .Replace("image: built", "image: mine", StringComparison.Ordinal)
            .Replace("kind: ssd } }", "kind: tape } }", StringComparison.Ordinal)
            .Replace("heap: 1GiB", "heap: 9GiB", StringComparison.Ordinal)
            .Replace("min.insync.replicas: 2", "min.insync.replicas: 4", StringComparison.Ordinal)
            .Replace("[archive, kafka-a-1]", "[archive]", StringComparison.Ordinal);
        Assert.That(Sample.Read(text).Problems.Select(problem => $"{problem.Line} {problem.Key}"), Is.EqualTo((string[])[
            "3 topology.domains.west",
            "9 topology.zones.c.observers",
            "12 topology.zones.c.nodes.witness.disk.kind",
            "17 topology.zookeeper.image",
            "20 topology.zookeeper.heap",
            "26 topology.topics.orders.min.insync.replicas",
            "27 topology.topics.placed.placement[1]",
        ]));
    }

    // Other problems may follow from it, but this one stands at the mark.
    private static void HasProblem(string marked, string key, params string[] words)
    {
        var before = marked[..marked.IndexOf(Sample.Mark, StringComparison.Ordinal)];
        var (line, column) = (before.Count(letter => letter == '\n') + 1, before.Length - before.LastIndexOf('\n'));
        var result = Sample.Read(marked.Replace($"{Sample.Mark}", "", StringComparison.Ordinal));
        var said = string.Join("\n", result.Problems);
        var problem = result.Problems.FirstOrDefault(one => one.Key == key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Scenario, Is.Null);
            Assert.That((problem?.Line, problem?.Column), Is.EqualTo((line, column)), said);
            foreach (var word in words)
            {
                Assert.That(problem?.Message, Does.Contain(word), said);
            }
        }
    }
}
