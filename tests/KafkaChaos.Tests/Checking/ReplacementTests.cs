using KafkaChaos.Checking;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using NUnit.Framework;
using static KafkaChaos.Tests.Checking.Moment;

namespace KafkaChaos.Tests.Checking;

/// <summary>An upgrade took effect only where the process itself says which version it is.</summary>
public sealed class ReplacementTests
{
    private const string Asked = "[2026-01-02 03:04:05,678] INFO [main] Kafka version: 3.9.2 (org.apache.kafka.common.utils.AppInfoParser)";

    [Test]
    public void AProcessThatSaysItsVersionWasReplaced() => Assert.That(BiteOf(Asked, 47).Verdict, Is.EqualTo(Verdict.Passed), BiteOf(Asked, 47).Statement);

    [TestCase("[2026-01-02 03:04:05,678] INFO [main] Kafka version: 3.9.20 (org.apache.kafka.common.utils.AppInfoParser)")]
    [TestCase("[2026-01-02 03:04:05,678] INFO [main] Kafka version: 3.6.0 (org.apache.kafka.common.utils.AppInfoParser)")]
    [TestCase("[2026-01-02 03:04:05,678] INFO [main] Kafka version: 3.9.2.1 (org.apache.kafka.common.utils.AppInfoParser)")]
    public void AnotherVersionIsInDoubt(string line) => IsInDoubt(BiteOf(line, 47), "kafka-a-1 says that it is not Kafka 3.9.2");

    [Test]
    public void ANodeThatSaysNothingIsInDoubt() => IsInDoubt(BiteOf(null, 47), "kafka-a-1 was not seen to say which version it is");

    [Test]
    public void WhatItSaidBeforeTheStepDoesNotCount() => IsInDoubt(BiteOf(Asked, 44), "kafka-a-1 was not seen to say which version it is");

    private static void IsInDoubt(Finding bite, string words)
    {
        Assert.That(bite.Verdict, Is.EqualTo(Verdict.Inconclusive), bite.Statement);
        Assert.That(bite.Statement, Does.Contain(words));
    }

    private static Finding BiteOf(string? line, double at)
    {
        var story = new Story();
        story.Scenario = story.Scenario with
        {
            Steps =
            [
                .. story.Scenario.Steps,
                new Step(null, S(5), Fault.Upgrade, new Target.Nodes(["kafka-a-1"])) { Options = new FaultOptions.Replacement(Rolling.NodeByNode, true, new Release(NodeKind.Kafka, "3.9.2")) },
            ],
        };
        story.Add(new FaultRequested(2, Fault.Upgrade, ["kafka-a-1"], "node kafka-a-1", "another container") { At = S(45) });
        story.Add(new FaultApplied(2, Fault.Upgrade, "kafka-a-1", S(45.1), S(49), S(49), "stopped, replaced, serves again") { At = S(49) });
        story.Add(new FaultRequested(2, Fault.Stop, ["kafka-a-1"], "part of an upgrade", "SIGTERM") { At = S(45.05) });
        story.Add(new FaultApplied(2, Fault.Stop, "kafka-a-1", S(45.1), S(45.4), S(45.3), "exit code 0") { At = S(45.4) });
        story.Add(new BrokerRegistration(1, S(45.2), false, null) { At = S(45.35) });
        story.Add(new FaultRequested(2, Fault.Start, ["kafka-a-1"], "part of an upgrade", "supervised start") { At = S(45.5) });
        story.Add(new BrokerRegistration(1, S(48.2), true, 400) { At = S(48.3) });
        story.Add(new FaultApplied(2, Fault.Start, "kafka-a-1", S(45.5), S(49), S(45.6), "registered") { At = S(49) });
        if (line is not null)
        {
            story.Add(new LogLine("kafka-a-1", LogSign.Release, line) { At = S(at) });
        }

        return story.Judge().Findings.Last(finding => finding.Property == "bite");
    }
}
