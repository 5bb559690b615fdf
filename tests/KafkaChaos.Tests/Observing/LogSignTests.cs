using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Observing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Observing;

/// <summary>On lines that real nodes logged.</summary>
public sealed class LogSignTests
{
    private const string Stamp = "2026-01-02T03:04:05.678901234Z ";

    [TestCase(NodeKind.ZooKeeper, LogSign.ElectionWon, "[2026-01-02 03:04:05,678] INFO [QuorumPeer[myid=3](plain=0.0.0.0:2181)(secure=disabled)] LEADING - LEADER ELECTION TOOK - 275 MS (org.apache.zookeeper.server.quorum.Leader)")]
    [TestCase(NodeKind.ZooKeeper, LogSign.LeaderServes, "[2026-01-02 03:04:05,678] INFO [QuorumPeer[myid=3](plain=0.0.0.0:2181)(secure=disabled)] Peer state changed: leading - broadcast (org.apache.zookeeper.server.quorum.QuorumPeer)")]
    [TestCase(NodeKind.ZooKeeper, LogSign.SessionExpired, "[2026-01-02 03:04:05,678] INFO [SessionTracker] Expiring session 0x10000271a2e0000, timeout of 6000ms exceeded (org.apache.zookeeper.server.ZooKeeperServer)")]
    [TestCase(NodeKind.Kafka, LogSign.ControllerElected, "[2026-01-02 03:04:05,678] INFO [controller-event-thread] [Controller id=1] 1 successfully elected as the controller. Epoch incremented to 2 and epoch zk version is now 2 (kafka.controller.KafkaController)")]
    [TestCase(NodeKind.Kafka, LogSign.ControllerElected, "[2026-01-02 03:04:05,678] INFO [quorum-controller-2-event-handler] [QuorumController id=2] Becoming the active controller at epoch 3, next write offset 118. (org.apache.kafka.controller.QuorumController)")]
    [TestCase(NodeKind.Kafka, LogSign.ElectionWon, "[2026-01-02 03:04:05,678] INFO [kafka-2-raft-io-thread] [RaftManager id=2] Completed transition to Leader(localReplicaKey=ReplicaKey(id=2, directoryId=Optional[0upHrHHai_v_7Y0J0Cd-BQ]), epoch=3) from CandidateState(localId=2) (org.apache.kafka.raft.QuorumState)")]
    [TestCase(NodeKind.Kafka, LogSign.PartitionLed, "[2026-01-02 03:04:05,678] INFO [data-plane] [Broker id=3] Leader t-0 with topic id Some(x) starts at leader epoch 2 from offset 0 with partition epoch 2 (state.change.logger)")]
    [TestCase(NodeKind.Kafka, LogSign.NodeExists, "[2026-01-02 03:04:05,678] ERROR [main] Error while creating ephemeral at /brokers/ids/2, node already exists and owner '72' does not match current session '73' (kafka.zk.KafkaZkClient$CheckedEphemeral)")]
    [TestCase(NodeKind.ZooKeeper, LogSign.Release, "[2026-01-02 03:04:05,678] INFO [main] Server environment:zookeeper.version=3.9.4-7246445ec281f3dbf53dc54e970c914f39713903, built on 2025-08-19 19:53 UTC (org.apache.zookeeper.server.ZooKeeperServer)")]
    [TestCase(NodeKind.Kafka, LogSign.Release, "[2026-01-02 03:04:05,678] INFO [main] Kafka version: 3.9.2 (org.apache.kafka.common.utils.AppInfoParser)")]
    public void ALineThatProvesAnEventIsRecognised(NodeKind kind, LogSign sign, string line)
    {
        var read = LogSigns.Read(kind, Stamp + line);
        Assert.That(read?.Sign, Is.EqualTo(sign));
        Assert.That(read?.Text, Is.EqualTo(line));
        Assert.That(read?.At, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(6789012)));
    }

    [TestCase("[2026-01-02 03:04:05,678] INFO [main] something else (x)")]
    [TestCase("")]
    [TestCase("no stamp LEADING - LEADER ELECTION TOOK - 275 MS")]
    public void AnyOtherLineShowsNothing(string line) => Assert.That(LogSigns.Read(NodeKind.ZooKeeper, line), Is.Null);

    [Test]
    public void ASignOfTheOtherKindOfNodeShowsNothing() =>
        Assert.That(LogSigns.Read(NodeKind.Kafka, Stamp + "LEADING - LEADER ELECTION TOOK - 275 MS"), Is.Null);
}
