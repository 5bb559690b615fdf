using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class StepProblemTests
{
    [TestCase("§{ kill: { zone: a } }", "steps[0]", "exactly one of after, when must stand here")]
    [TestCase("§{ after: 1s }", "steps[0]", "exactly one of kill, start, stop, pause")]
    [TestCase("{ after: 1s, kill: { zone: a }, §start: { zone: a } }", "steps[0].start", "only one of kill, start, stop")]
    [TestCase("{ after: §-1s, kill: { zone: a } }", "steps[0].after", "must not be negative")]
    [TestCase("{ after: §3601s, kill: { zone: a } }", "steps[0].after", "at most 1h")]
    [TestCase("{ after: §0.1ms, kill: { zone: a } }", "steps[0].after", "not in whole milliseconds")]
    [TestCase("{ after: 1s, as: §Outage, kill: { zone: a } }", "steps[0].as", "lower-case letters")]
    [TestCase("{ after: 1s, §kil: { zone: a } }", "steps[0].kil", "unknown key", "did you mean kill?")]
    [TestCase("§kill", "steps[0]", "expected a step such as")]
    [TestCase("§~", "steps[0]", "has no value")]
    public void AMistakeInAStepIsShown(string step, string key, params string[] words) =>
        Sample.HasOneProblem(Sample.Steps(step), key, words);

    [TestCase("zone: §d", "zone", "unknown zone", "given d", "allowed: a, b, c")]
    [TestCase("zone: [a, §d]", "zone", "unknown zone")]
    [TestCase("zone: §[]", "zone", "expected a zone or a list of zones")]
    [TestCase("domain: §site-3", "domain", "did you mean site-1?", "allowed: site-1, site-2")]
    [TestCase("node: §kafka-a-2", "node", "unknown node", "allowed: zookeeper-a-1, kafka-a-1")]
    [TestCase("role: §leader", "role", "allowed: zookeeper-leader, controller")]
    [TestCase("same-as: §outage", "same-as", "no step above this one has that name")]
    [TestCase("zone-of: { zone: §d }", "zone-of.zone", "unknown zone")]
    [TestCase("zone-of: §a", "zone-of", "expected a target such as { zone: a }")]
    [TestCase("zone: a, §domain: site-1", "domain", "only one of node, zone, domain, role, leader-of, random, zone-of, domain-of, same-as may stand here, and zone does")]
    [TestCase("zone: a, only: §broker", "only", "allowed: kafka, zookeeper")]
    [TestCase("random: §rack", "random", "unknown value", "allowed: node, zone, domain")]
    [TestCase("leader-of: §order/0", "leader-of", "unknown topic", "given order;", "did you mean orders?", "allowed: orders")]
    [TestCase("leader-of: §orders/6", "leader-of", "no such partition; orders has partitions 0 to 5", "given orders/6")]
    [TestCase("leader-of: §orders", "leader-of", "expected a partition such as orders/0", "given orders")]
    [TestCase("leader-of: §orders/00", "leader-of", "expected a partition such as orders/0")]
    [TestCase("leader-of: §/0", "leader-of", "expected a partition such as orders/0")]
    [TestCase("zone-of: { leader-of: §orders/7 }", "zone-of.leader-of", "no such partition")]
    public void AMistakeInATargetIsShown(string target, string key, params string[] words) =>
        Sample.HasOneProblem(Sample.Steps($"{{ after: 1s, kill: {{ {target} }} }}"), $"steps[0].kill.{key}", words);

    [Test]
    public void ATargetMustSayWhere() =>
        Sample.HasOneProblem(Sample.Steps("{ after: 1s, kill: §{ only: kafka } }"), "steps[0].kill", "exactly one of node, zone");

    [TestCase("§{ role: zookeeper-leader, only: kafka }")]
    [TestCase("§{ node: kafka-a-1, only: zookeeper }")]
    public void ATargetThatMatchesNothingIsRefused(string target) =>
        Sample.HasOneProblem(Sample.Steps($"{{ after: 1s, kill: {target} }}"), "steps[0].kill", "this target matches no node");

    [Test]
    public void NarrowingAZoneToWhatItLacksIsRefused() =>
        Sample.HasOneProblem(
            Sample.Steps("{ after: 1s, kill: §{ zone: c, only: kafka } }").Replace("c: { zookeeper: 1, kafka: 1 }", "c: { zookeeper: 1 }", StringComparison.Ordinal).Replace("replication: 3", "replication: 2", StringComparison.Ordinal),
            "steps[0].kill",
            "this target matches no node");

    [TestCase("steps: §[]")]
    [TestCase("steps: §{}")]
    [TestCase("steps:§")]
    public void ThereIsAtLeastOneStep(string steps) =>
        Sample.HasOneProblem(Sample.With($"steps:\n{Sample.Kill}\n{Sample.Start}", steps), "steps", "expected a list of steps");

    [Test]
    public void TwoStepsCannotHaveOneName() =>
        Sample.HasOneProblem(Sample.Steps("{ after: 1s, as: x, kill: { zone: a } }", "{ after: 1s, as: §x, kill: { zone: b } }"), "steps[1].as", "an earlier step has this name");

    [Test]
    public void AStepRefersBackOnly() => Sample.HasOneProblem(
        Sample.Steps("{ after: 1s, as: x, kill: { zone: a } }", "{ after: 1s, start: { same-as: §y } }", "{ after: 1s, as: y, kill: { zone: b } }"),
        "steps[1].start.same-as",
        "no step above",
        "allowed: x");
}
