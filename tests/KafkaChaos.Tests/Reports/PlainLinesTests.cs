using System.Globalization;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Reports;
using NUnit.Framework;
using static KafkaChaos.Tests.Reports.Sample;

namespace KafkaChaos.Tests.Reports;

public sealed class PlainLinesTests
{
    [Test]
    public void AKillAndAStartAreToldInLines()
    {
        string[] expected =
        [
            "    +0.001 s  starting the cluster: 2 ZooKeeper, 2 Kafka in zones a, b",
            "    +5.000 s    1 of 4 nodes up",
            "    +5.500 s  zookeeper-b-1 leads the ensemble, epoch 1",
            "    +7.000 s  kafka-a-1 is registered",
            "    +7.000 s  kafka-b-1 is registered",
            "    +7.000 s  controller is kafka-b-1, epoch 1",
            "    +8.000 s  all replicas of all 1 partitions are in sync",
            "    +9.000 s  load: 200 records/s",
            "   +10.000 s    0 acks/s, 0 acknowledged, 4 of 4 nodes up, 1 of 1 partitions led, 1 whole",
            "   +12.000 s  step 1 of 2: kill zookeeper-b-1, kafka-b-1 (zookeeper-leader is zookeeper-b-1, in zone b)",
            "   +12.004 s  zookeeper-b-1 was killed (exit code 137)",
            "   +12.005 s  kafka-b-1 was killed (exit code 137)",
            "   +12.100 s  zookeeper-a-1 stopped serving: no quorum, or an election",
            "   +15.000 s    300 acks/s, 1,500 acknowledged, 1 of 4 nodes up, 0 of 1 partitions led, 1 whole",
            "   +18.000 s  kafka-b-1 is not registered any more",
            "   +18.000 s  there is no controller",
            "   +18.200 s  controller moved kafka-b-1 -> kafka-a-1, epoch 2",
            "   +18.300 s  replicas fell out of sync: 0 of 1 partitions whole",
            "   +32.000 s  step 2 of 2: start zookeeper-b-1, kafka-b-1 (as outage)",
            "   +32.200 s  kafka-b-1 runs again",
            "   +34.000 s  kafka-b-1 was started again and serves (registered, after 2 starts)",
            "   +40.000 s  ABORTED: kafka-b-1 does not serve.",
            "   +41.000 s  LEFT BEHIND: network kafkachaos-x",
        ];
        Assert.That(Told(), Is.EqualTo(expected));
    }

    [Test]
    public void AnotherCultureChangesNothing()
    {
        var expected = Told();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Russian();
            Assert.That(Told(), Is.EqualTo(expected));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void AProcessThatEndsUnaskedIsDown()
    {
        var lines = new PlainLines(Scenario());
        _ = lines.Add(new NodeProcess("kafka-a-1", ProcessChange.Started, "running") { At = At(1) }).ToList();
        Assert.That(
            lines.Add(new NodeProcess("kafka-a-1", ProcessChange.Exited, "exit code 1") { At = At(2.5) }).Single(),
            Is.EqualTo("    +2.500 s  kafka-a-1 is down (exit code 1)"));
    }

    [Test]
    public void AReasonCannotWriteToTheTerminal()
    {
        var lines = new PlainLines(Scenario());
        Assert.That(
            lines.Add(new FaultFailed(0, Fault.Kill, "kafka-a-1", "no\u001b[2J\r\nsuch [red]thing[/]") { At = At(1) }).Single(),
            Is.EqualTo("    +1.000 s  kill of kafka-a-1 FAILED: no\uFFFD[2J such [red]thing[/]"));
    }

    private static List<string> Told()
    {
        var lines = new PlainLines(Scenario());
        var told = new List<string>();
        Add(new PhaseBegan(Phase.StartingCluster) { At = At(0.001) });
        Add(new NodeProcess("zookeeper-a-1", ProcessChange.Started, "running") { At = At(2) });
        Add(new MemberRole("zookeeper-a-1", At(2.9), MemberMode.NotServing, null) { At = At(3) });
        Add(new MemberRole("zookeeper-a-1", At(3.9), MemberMode.Follower, 1) { At = At(4) });
        told.AddRange(lines.Tick(At(4.9)));
        told.AddRange(lines.Tick(At(5)));
        told.AddRange(lines.Tick(At(5.2)));
        Add(new MemberRole("zookeeper-b-1", At(5.4), MemberMode.Leader, 1) { At = At(5.5) });
        Add(new BrokerRegistration(1, At(6.9), true, 20) { At = At(7) });
        Add(new BrokerRegistration(2, At(6.9), true, 21) { At = At(7) });
        Add(new ControllerSeen(At(6.9), 2, 1) { At = At(7) });
        Add(new PartitionState("orders", 0, At(7.9), 2, 0, [2, 1], 1) { At = At(8) });
        Add(new PhaseBegan(Phase.Load) { At = At(9) });
        told.AddRange(lines.Tick(At(10)));
        Add(new FaultRequested(0, Fault.Kill, ["zookeeper-b-1", "kafka-b-1"], "zookeeper-leader is zookeeper-b-1, in zone b", "parallel Docker API calls") { At = At(12) });
        Add(new NodeProcess("zookeeper-b-1", ProcessChange.Exited, "exit code 137") { At = At(12.004) });
        Add(new FaultApplied(0, Fault.Kill, "zookeeper-b-1", At(12), At(12.1), At(12.004), "exit code 137") { At = At(12.1) });
        Add(new FaultApplied(0, Fault.Kill, "kafka-b-1", At(12), At(12.1), At(12.005), "exit code 137") { At = At(12.1) });
        Add(new NodeProcess("kafka-b-1", ProcessChange.Exited, "exit code 137") { At = At(12.005) });
        Add(new MemberRole("zookeeper-b-1", At(12), MemberMode.Silent, null) { At = At(12.1) });
        Add(new MemberRole("zookeeper-a-1", At(12), MemberMode.NotServing, null) { At = At(12.1) });
        for (var sequence = 0; sequence < 1500; sequence++)
        {
            lines.Add(new Acknowledgement("p", "orders", 0, null, At(11 + (sequence * 0.001))));
        }

        told.AddRange(lines.Tick(At(15)));
        Add(new BrokerRegistration(2, At(17.9), false, null) { At = At(18) });
        Add(new ControllerSeen(At(17.9), null, 1) { At = At(18) });
        Add(new ControllerSeen(At(18.1), 1, 2) { At = At(18.2) });
        Add(new PartitionState("orders", 0, At(18.2), 1, 1, [1], 2) { At = At(18.3) });
        Add(new FaultRequested(1, Fault.Start, ["zookeeper-b-1", "kafka-b-1"], "as outage", "Docker API") { At = At(32) });
        Add(new NodeProcess("kafka-b-1", ProcessChange.Started, "running") { At = At(32.2) });
        Add(new FaultApplied(1, Fault.Start, "kafka-b-1", At(32), At(34), At(32.2), "registered, after 2 starts") { At = At(34) });
        Add(new RunEnded(RunEnd.Aborted, "kafka-b-1 does not serve.\n  where: here") { At = At(40) });
        Add(new LeftoverAudit(["network kafkachaos-x"], false) { At = At(41) });
        return told;

        void Add(HistoryEvent one) => told.AddRange(lines.Add(one));
    }
}
