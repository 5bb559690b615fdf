using KafkaChaos.Model;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>How and when a fault is done.</summary>
public sealed class StepOptionTests
{
    [TestCase("isolate: { zone: a, from: §everybody }", "isolate.from", "allowed: all, peers, zookeeper, clients")]
    [TestCase("isolate: { zone: a, from: [peers, §peers] }", "isolate.from", "named twice")]
    [TestCase("isolate: { zone: a, from: [all, §clients] }", "isolate.from", "named twice")]
    [TestCase("isolate: { zone: a, from: §[] }", "isolate.from", "empty; expected a list of these")]
    [TestCase("isolate: { zone: a, from: §{ zone: b } }", "isolate.from", "expected one of all, peers, zookeeper, clients, or a list of these")]
    [TestCase("isolate: { zone: a, direction: §up }", "isolate.direction", "allowed: both, in, out")]
    [TestCase("isolate: { zone: a, §delay: 5ms }", "isolate.delay", "unknown key")]
    [TestCase("kill: { zone: a, §from: peers }", "kill.from", "unknown key")]
    [TestCase("slow: §{ zone: a }", "slow", "at least one of delay, jitter, loss, rate must stand here")]
    [TestCase("slow: { zone: a, delay: §0s }", "slow.delay", "must be above 0")]
    [TestCase("slow: { zone: a, delay: §5 }", "slow.delay", "has no unit")]
    [TestCase("slow: { zone: a, delay: 5ms, jitter: §6ms }", "slow.jitter", "above delay")]
    [TestCase("slow: { zone: a, jitter: §6ms }", "slow.jitter", "give delay, too")]
    [TestCase("slow: { zone: a, loss: §0% }", "slow.loss", "above 0% and at most 100%")]
    [TestCase("slow: { zone: a, loss: §101% }", "slow.loss", "at most 100%")]
    [TestCase("slow: { zone: a, loss: §0.1 }", "slow.loss", "has no unit; one of %")]
    [TestCase("slow: { zone: a, rate: §10/s }", "slow.rate", "expected a rate such as 10Mbit/s")]
    [TestCase("slow: { zone: a, rate: §10MB/s }", "slow.rate", "expected a rate such as 10Mbit/s")]
    [TestCase("slow: { zone: a, rate: §7bit/s }", "slow.rate", "from 8bit/s to 100Gbit/s")]
    [TestCase("slow: { zone: a, rate: §9bit/s }", "slow.rate", "multiple of 8bit/s")]
    [TestCase("slow: { zone: a, rate: §101Gbit/s }", "slow.rate", "from 8bit/s to 100Gbit/s")]
    [TestCase("slow: { zone: a, loss: 1%, toward: §b }", "slow.toward", "expected a target such as")]
    [TestCase("slow: { zone: a, loss: 1%, toward: { zone: §d } }", "slow.toward.zone", "unknown zone")]
    [TestCase("restart: { zone: a, rolling: §rack }", "restart.rolling", "allowed: node, zone, no")]
    [TestCase("restart: { zone: a, wait: §always }", "restart.wait", "allowed: full-in-sync, nothing")]
    [TestCase("restart: { zone: a, §to: 3.9.3 }", "restart.to", "unknown key")]
    [TestCase("upgrade: §{ zone: a, only: kafka }", "upgrade.to", "missing; expected a version such as 3.9.2")]
    [TestCase("upgrade: { zone: a, only: kafka, to: §3.9 }", "upgrade.to", "expected a version such as 3.9.2")]
    [TestCase("upgrade: { zone: a, only: kafka, to: §3.9.1 }", "upgrade.to", "kafka-a-1 runs 3.9.2 by then; an upgrade goes to a later version", "given 3.9.1")]
    [TestCase("upgrade: { zone: a, only: kafka, to: §3.9.2 }", "upgrade.to", "an upgrade goes to a later version")]
    [TestCase("upgrade: { zone: a, only: zookeeper, to: §3.9.3 }", "upgrade.to", "zookeeper-a-1 runs 3.9.4")]
    [TestCase("upgrade: { zone: a, only: kafka, to: §4.0.0 }", "upgrade.to", "Kafka 4.0.0 has no ZooKeeper mode")]
    [TestCase("upgrade: { zone: a, to: §3.10.0 }", "upgrade.to", "a version is of one software", "only: kafka or only: zookeeper")]
    [TestCase("downgrade: { zone: a, only: kafka, to: §3.10.0 }", "downgrade.to", "a downgrade goes to an earlier version")]
    [TestCase("downgrade: { role: zookeeper-leader, to: §3.9.4 }", "downgrade.to", "runs 3.9.4 by then; a downgrade")]
    public void AMistakeInAnOptionIsShown(string fault, string key, params string[] words) =>
        Sample.HasOneProblem(Sample.Steps($"{{ after: 1s, {fault} }}"), $"steps[0].{key}", words);

    [Test]
    public void VersionsAreFollowedFromStepToStep()
    {
        const string Upgrade = "{ after: 1s, upgrade: { domain: site-1, only: kafka, to: 3.9.5 } }";
        Sample.HasOneProblem(Sample.Steps(Upgrade, "{ after: 1s, upgrade: { only: kafka, zone: a, to: §3.9.4 } }"), "steps[1].upgrade.to", "kafka-a-1 runs 3.9.5");
        Sample.HasOneProblem(Sample.Steps(Upgrade, "{ after: 1s, downgrade: { node: kafka-c-1, to: §3.9.3 } }"), "steps[1].downgrade.to", "kafka-c-1 runs 3.9.2");
        Assert.That(Sample.Read(Sample.Steps(Upgrade, "{ after: 1s, downgrade: { zone: a, only: kafka, to: 3.9.3 } }")).Problems, Is.Empty);
        Assert.That(Sample.Read(Sample.Steps("{ after: 1s, upgrade: { random: node, only: kafka, to: 3.9.5 } }", "{ after: 1s, downgrade: { node: kafka-a-1, to: 3.9.3 } }")).Problems, Is.Empty, "only the run knows");
    }

    [Test]
    public void BrokersOfTwoLinesWithoutAProtocolVersionAreWarnedOf()
    {
        var problem = Sample.Read(Sample.Steps("{ after: 1s, downgrade: { zone: a, only: kafka, to: 3.8.1 } }")).Problems.Single();
        Assert.That(problem.Severity, Is.EqualTo(Severity.Warning));
        Assert.That(problem.Message, Does.Contain("brokers of 3.8 and 3.9 run side by side").And.Contain("inter.broker.protocol.version"));
        Assert.That(Sample.Read(Sample.Steps("{ after: 1s, downgrade: { zone: a, only: zookeeper, to: 3.8.1 } }")).Problems, Is.Empty);
    }

    [TestCase("§{ when: full-in-sync, kill: { zone: a } }", "within", "missing; a condition needs the time that it may take")]
    [TestCase("{ after: 1s, within: §1s, kill: { zone: a } }", "within", "belongs to when")]
    [TestCase("{ after: 1s, §when: quorum-whole, within: 1s, kill: { zone: a } }", "when", "only one of after, when may stand here, and after does")]
    [TestCase("{ when: quorum-whole, within: §99ms, kill: { zone: a } }", "within", "at least 100ms")]
    [TestCase("{ when: §whole, within: 1s, kill: { zone: a } }", "when", "allowed: full-in-sync, quorum-whole, every-node-serves")]
    [TestCase("{ when: §[], within: 1s, kill: { zone: a } }", "when", "expected one of full-in-sync, quorum-whole, every-node-serves, or a map of acknowledged")]
    [TestCase("{ when: { acknowledged: §0 }, within: 1s, kill: { zone: a } }", "when.acknowledged", "a whole number from 1")]
    [TestCase("{ when: §{}, within: 1s, kill: { zone: a } }", "when.acknowledged", "missing")]
    [TestCase("{ after: 1s, skew-at-most: §1, kill: { zone: a } }", "skew-at-most", "has no unit")]
    [TestCase("{ after: 1s, skew-at-most: §1ms, isolate: { zone: a } }", "skew-at-most", "only kill, stop, pause and power-off have a skew")]
    public void AMistakeInWhenOrHowEvenlyIsShown(string step, string key, params string[] words) =>
        Sample.HasOneProblem(Sample.Steps(step), $"steps[0].{key}", words);

    [Test]
    public void AConditionOfBrokersNeedsABroker()
    {
        const string Alone = """
            question: Does it live?
            topology:
              zones: { a: { zookeeper: 3 } }
              zookeeper: { version: 3.9.4 }
            steps: [ { when: §full-in-sync, within: 1s, kill: { zone: a } } ]
            """;
        Sample.HasOneProblem(Alone, "steps[0].when", "the topology has no broker");
    }

    [Test]
    public void OptionsAreReadWithTheirDefaults()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(StepOf("after: 1s, isolate: { zone: a }").Options, Is.EqualTo(new FaultOptions.Isolation(Peers.All, Direction.Both)));
            Assert.That(StepOf("after: 1s, isolate: { zone: a, from: [peers, clients], direction: in }").Options, Is.EqualTo(new FaultOptions.Isolation(Peers.Nodes | Peers.Clients, Direction.In)));
            Assert.That(StepOf("after: 1s, isolate: { zone: a, from: zookeeper, direction: out }").Options, Is.EqualTo(new FaultOptions.Isolation(Peers.ZooKeeper, Direction.Out)));
            Assert.That(
                StepOf("after: 1s, slow: { zone: a, toward: { role: controller }, delay: 50ms, jitter: 5ms, loss: 1.5%, rate: 10Mbit/s }").Options,
                Is.EqualTo(new FaultOptions.Slowness(new Target.HolderOf(Role.Controller), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(5), 0.015, 1_250_000)));
            Assert.That(StepOf("after: 1s, slow: { zone: a, rate: 8bit/s }").Options, Is.EqualTo(new FaultOptions.Slowness(null, null, null, null, 1)));
            Assert.That(StepOf("after: 1s, slow: { zone: a, rate: 100Gbit/s, loss: 100% }").Options, Is.EqualTo(new FaultOptions.Slowness(null, null, null, 1, 12_500_000_000)));
            Assert.That(StepOf("after: 1s, restart: { domain: site-1, only: kafka }").Options, Is.EqualTo(new FaultOptions.Replacement(Rolling.NodeByNode, true, null)));
            Assert.That(StepOf("after: 1s, restart: { zone: a, rolling: no, wait: nothing }").Options, Is.EqualTo(new FaultOptions.Replacement(Rolling.No, false, null)));
            Assert.That(StepOf("after: 1s, upgrade: { zone: a, only: kafka, to: 3.9.5, rolling: zone }").Options, Is.EqualTo(new FaultOptions.Replacement(Rolling.ZoneByZone, true, new Release(NodeKind.Kafka, "3.9.5"))));
            Assert.That(StepOf("after: 1s, kill: { zone: a }").Options, Is.Null);
            Assert.That(StepOf("after: 1s, skew-at-most: 50ms, kill: { zone: a }").SkewBudget, Is.EqualTo(TimeSpan.FromMilliseconds(50)));
        }
    }

    [TestCase("full-in-sync", typeof(Condition.FullInSync))]
    [TestCase("quorum-whole", typeof(Condition.QuorumWhole))]
    [TestCase("every-node-serves", typeof(Condition.EveryNodeServes))]
    [TestCase("{ acknowledged: 10000 }", typeof(Condition.Acknowledged))]
    public void AConditionIsReadWithItsTime(string condition, Type kind)
    {
        var step = StepOf($"when: {condition}, within: 60s, kill: {{ zone: a }}");
        Assert.That(step.When!.Condition, Is.TypeOf(kind));
        Assert.That((step.When.Within, step.After), Is.EqualTo((TimeSpan.FromMinutes(1), TimeSpan.Zero)));
        Assert.That(step.When.Condition is not Condition.Acknowledged { Records: not 10_000 });
    }

    [Test]
    public void LeadersAndRandomPlacesAreTargets()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(StepOf("after: 1s, power-off: { leader-of: orders/5 }").Target, Is.EqualTo(new Target.LeaderOf("orders", 5)));
            Assert.That(StepOf("after: 1s, kill: { zone-of: { leader-of: orders/0 } }").Target, Is.EqualTo(new Target.ZoneOf(new Target.LeaderOf("orders", 0))));
            Assert.That(StepOf("after: 1s, kill: { random: domain, only: kafka }").Target, Is.EqualTo(new Target.Random(Unit.Domain) { Only = NodeKind.Kafka }));
        }
    }

    private static Step StepOf(string step)
    {
        var result = Sample.Read(Sample.Steps($"{{ {step} }}"));
        Assert.That(result.Problems, Is.Empty, step);
        return result.Scenario!.Steps[0];
    }
}
