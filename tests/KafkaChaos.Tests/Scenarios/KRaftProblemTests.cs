using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>What says nothing, or cannot be, where Kafka keeps its own metadata.</summary>
public sealed class KRaftProblemTests
{
    private const string Kill = "{ after: 10s, kill: { zone: a } }";

    [TestCase("kill: §{ zone: a, only: zookeeper }", "kill", "this target matches no node")]
    [TestCase("kill: { role: §zookeeper-leader }", "kill.role", "no zookeeper node with a vote")]
    [TestCase("isolate: { zone: a, from: §zookeeper }", "isolate.from", "the topology has no ZooKeeper; KRaft's controllers are peers", "given zookeeper")]
    [TestCase("isolate: { zone: a, from: [clients, §zookeeper] }", "isolate.from", "the topology has no ZooKeeper")]
    [TestCase("downgrade: { zone: a, to: §4.0.0 }", "downgrade.to", "the cluster's metadata.version is that of Kafka 4.1.0, and Kafka 4.0.0 cannot read it", "launch the cluster with 4.0.0")]
    [TestCase("downgrade: { zone: a, to: §3.2.3 }", "downgrade.to", "KRaft was not ready for production in Kafka 3.2.3; 3.3.1 was the first")]
    public void AStepThatNeedsZooKeeperOrAnOlderKafkaIsRefused(string fault, string key, params string[] words) =>
        Sample.HasOneProblem(Topologies.With(Topologies.KRaft, Kill, $"{{ after: 10s, {fault} }}"), $"steps[0].{key}", words);

    [TestCase("kill: { role: controller }")]
    [TestCase("isolate: { zone: a, from: all }")]
    [TestCase("isolate: { zone: a, from: [peers, clients] }")]
    [TestCase("upgrade: { zone: a, to: 4.2.0 }")]
    public void WhatControllersAndBrokersCanBeHitByIsRead(string fault) =>
        Assert.That(Sample.Read(Topologies.With(Topologies.KRaft, Kill, $"{{ after: 10s, {fault} }}")).Problems, Is.Empty);

    [Test]
    public void ADowngradeToALineThatTheMetadataIsKeptForIsRead() => Assert.That(
        Sample.Read(Topologies.With(
            Topologies.With(Topologies.KRaft, "version: 4.1.0, metadata: kraft", "version: 3.9.2, metadata: kraft, settings: { inter.broker.protocol.version: 3.8 }"), Kill, "{ after: 10s, downgrade: { zone: a, to: 3.8.1 } }")).Problems,
        Is.Empty);

    [TestCase("version: 4.1.0, metadata: kraft", "version: 3.3.0, metadata: §kraft", "topology.kafka.metadata", "KRaft was not ready for production in Kafka 3.3.0")]
    [TestCase("metadata: kraft", "metadata: kraft, settings: §{ zookeeper.session.timeout.ms: 6000 }", "topology.kafka.settings", "nothing reads zookeeper.session.timeout.ms; leave it out")]
    [TestCase("metadata: kraft", "metadata: kraft, settings: { §node.id: 7 }", "topology.kafka.settings.node.id", "the harness sets this itself")]
    [TestCase("metadata: kraft", "metadata: kraft, settings: { §controller.quorum.voters: 1@a:1 }", "topology.kafka.settings.controller.quorum.voters", "the harness sets this itself")]
    [TestCase("metadata: kraft", "metadata: kraft, settings: { broker.heartbeat.interval.ms: §2s }", "topology.kafka.settings.broker.heartbeat.interval.ms", "a whole number above 0")]
    public void ATopologyThatCannotBeIsRefused(string part, string replacement, string key, params string[] words) =>
        Sample.HasOneProblem(Topologies.With(Topologies.KRaft, part, replacement), key, words);
}
