using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class TopologyProblemTests
{
    private const string ZoneA = "a: { zookeeper: 1, kafka: 1 }";
    private const string Domains = "{ site-1: [a, b], site-2: [c] }";
    private const string Topic = "{ partitions: 6, replication: 3, min.insync.replicas: 2 }";

    [TestCase(ZoneA, "a: { zookeeper: §1000, kafka: 1 }", "topology.zones.a.zookeeper", "from 0 to 999", "given 1000")]
    [TestCase(ZoneA, "a: { zookeeper: §-1, kafka: 1 }", "topology.zones.a.zookeeper", "from 0 to 999")]
    [TestCase(ZoneA, "a: { zookeeper: §'1', kafka: 1 }", "topology.zones.a.zookeeper", "without quotes")]
    [TestCase(ZoneA, "a: { zookeeper: §01, kafka: 1 }", "topology.zones.a.zookeeper", "given 01")]
    [TestCase(ZoneA, "a: { zookeeper: 1, kafka: §}", "topology.zones.a.kafka", "has no value")]
    [TestCase(ZoneA, "a: { zookeeper: 1, kafka: §[1] }", "topology.zones.a.kafka", "given a list")]
    [TestCase(ZoneA, "a: { zookeeper: 1, kafka: 1, §brokers: 1 }", "topology.zones.a.brokers", "unknown key", "allowed: zookeeper, observers, kafka, controllers, combined, nodes")]
    [TestCase(Domains, "{ site-1: [a, b], site-2: [c, §d] }", "topology.domains.site-2", "unknown zone", "given d", "allowed: a, b, c")]
    [TestCase(Domains, "{ site-1: [a, b], site-2: [c, §a] }", "topology.domains.site-2", "this one is in site-1")]
    [TestCase(Domains, "{ site-1: [a, b, §a], site-2: [c] }", "topology.domains.site-1", "named twice")]
    [TestCase(Domains, "{ §Site_1: [a, b], site-2: [c] }", "topology.domains.Site_1", "lower-case letters")]
    [TestCase(Domains, "{ §a234567890123456789012: [a, b], site-2: [c] }", "topology.domains.a234567890123456789012", "at most 20")]
    [TestCase(Domains, "{ site-1: [a, b, c], §site-1: [c] }", "site-1", "given twice; first in line 3, column 14")]
    [TestCase(Domains, "{ site-1: [a, b, c], site-2: §[] }", "topology.domains.site-2", "expected a zone or a list of zones")]
    [TestCase(Topic, "{ partitions: 6, replication: §4, min.insync.replicas: 2 }", "topology.topics.orders.replication", "more replicas than brokers; the zones hold 3")]
    [TestCase(Topic, "{ partitions: 6, replication: 2, min.insync.replicas: §3 }", "topology.topics.orders.min.insync.replicas", "above replication, which is 2")]
    [TestCase(Topic, "{ partitions: §0, replication: 2, min.insync.replicas: 1 }", "topology.topics.orders.partitions", "from 1 to 100000")]
    [TestCase(Topic, "§{ partitions: 6, replication: 3 }", "topology.topics.orders.min.insync.replicas", "missing")]
    [TestCase("orders:", "§__orders:", "topology.topics.__orders", "topic name")]
    [TestCase("version: 3.9.4", "version: §3.9", "topology.zookeeper.version", "a version such as")]
    [TestCase("version: 3.9.2, metadata: zookeeper", "version: 4.0.0, metadata: §zookeeper", "topology.kafka.metadata", "Kafka 4.0.0 has no ZooKeeper mode")]
    [TestCase("metadata: zookeeper", "metadata: §zookeper", "topology.kafka.metadata", "did you mean zookeeper?", "allowed: zookeeper, kraft")]
    [TestCase("{ tickTime: 500 }", "{ §dataDir: /data }", "topology.zookeeper.settings.dataDir", "the harness sets this itself", "given /data")]
    [TestCase("{ tickTime: 500 }", "{ §server.1: 'a:2888:3888' }", "topology.zookeeper.settings.server.1", "it follows from zones")]
    [TestCase("{ tickTime: 500 }", "{ §4lw.commands.whitelist: '*' }", "topology.zookeeper.settings.4lw.commands.whitelist", "the harness observes the cluster through it")]
    [TestCase("{ tickTime: 500 }", "{ tickTime: §[500] }", "topology.zookeeper.settings.tickTime", "a setting is one value")]
    [TestCase("{ tickTime: 500 }", "{ tickTime: §\"5\\nserver.1=x\" }", "topology.zookeeper.settings.tickTime", "one line of printable ASCII")]
    [TestCase("{ tickTime: 500 }", "{ §\"tickTime=1\\nserver.1\": 5 }", "topology.zookeeper.settings.tickTime=1\nserver.1", "a setting's name")]
    [TestCase("{ tickTime: 500 }", "{ tickTime: §soon }", "topology.zookeeper.settings.tickTime", "a whole number above 0", "given soon")]
    [TestCase("{ zookeeper.session.timeout.ms: 6000 }", "{ zookeeper.session.timeout.ms: §-1 }", "topology.kafka.settings.zookeeper.session.timeout.ms", "a whole number above 0", "given -1")]
    [TestCase("{ zookeeper.session.timeout.ms: 6000 }", "{ §broker.rack: x }", "topology.kafka.settings.broker.rack", "it is the zone, or nothing with racks: false")]
    [TestCase("{ zookeeper.session.timeout.ms: 6000 }", "{ §log.cleanup.policy: compact }", "topology.kafka.settings.log.cleanup.policy", "the verdict depends on it")]
    [TestCase("{ zookeeper.session.timeout.ms: 6000 }", "§fast", "topology.kafka.settings", "expected a map of settings for server.properties")]
    public void AMistakeIsShownWhereItStands(string part, string replacement, string key, params string[] words) =>
        Sample.HasOneProblem(Sample.With(part, replacement), key, words);

    [Test]
    public void AZoneInNoDomainIsShown() =>
        Sample.HasOneProblem(
            Sample.With(Domains, "{ site-1: [a, b] }").Replace("    c: {", "    §c: {", StringComparison.Ordinal),
            "topology.domains",
            "in no domain",
            "given c");

    [Test]
    public void WhatNoNodeCarriesIsRefused() => Assert.That(
        Keys("topology: { zones: { a: { zookeeper: 1 } }, zookeeper: { version: 3.9.4 }, kafka: { version: 3.9.2, metadata: zookeeper }, topics: { t: { partitions: 1, replication: 1, min.insync.replicas: 1 } } }\nload: { rate: 1/s }\nexpect: { leaders: {}, producer: {}, quorum: survives }"),
        Is.EquivalentTo((string[])["topology.kafka", "topology.topics", "topology.topics.t.replication", "load", "expect.leaders", "expect.producer"]));

    [Test]
    public void WhatNodesNeedIsAskedFor() => Assert.That(
        Keys("topology: { zones: { a: { zookeeper: 1, kafka: 1 } } }"),
        Is.EquivalentTo((string[])["topology.zookeeper", "topology.kafka", "topology.topics", "load"]));

    [Test]
    public void BrokersNeedAnEnsembleInZooKeeperMode() => Assert.That(
        Keys("topology: { zones: { a: { kafka: 1 } }, kafka: { version: 3.9.2, metadata: zookeeper }, topics: { t: { partitions: 1, replication: 1, min.insync.replicas: 1 } } }\nload: { rate: 1/s }"),
        Is.EquivalentTo((string[])["topology.kafka.metadata"]));

    [TestCase("topology: { zones: { a: {} } }")]
    [TestCase("topology: { zones: {} }")]
    public void ATopologyHoldsANode(string topology) => Assert.That(Keys(topology), Does.Contain("topology.zones"));

    private static IEnumerable<string> Keys(string topology)
    {
        var result = Sample.Read($"question: Q\n{topology}\nsteps: [{{ after: 1s, kill: {{ zone: a }} }}]\n");
        Assert.That(result.Scenario, Is.Null);
        return result.Problems.Select(problem => problem.Key).Where(key => !key.StartsWith("steps", StringComparison.Ordinal));
    }
}
