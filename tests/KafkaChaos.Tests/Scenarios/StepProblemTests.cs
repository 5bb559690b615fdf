using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class StepProblemTests
{
    private const string Built = "not built yet in this version; built: kill, start";

    [TestCase("§{ kill: { zone: a } }", "steps[0].after", "missing; expected a duration")]
    [TestCase("§{ after: 1s }", "steps[0]", "exactly one of kill, start must stand here")]
    [TestCase("{ after: 1s, kill: { zone: a }, §start: { zone: a } }", "steps[0].start", "only one of kill, start")]
    [TestCase("{ after: §-1s, kill: { zone: a } }", "steps[0].after", "must not be negative")]
    [TestCase("{ after: §3601s, kill: { zone: a } }", "steps[0].after", "at most 1h")]
    [TestCase("{ after: §0.1ms, kill: { zone: a } }", "steps[0].after", "not in whole milliseconds")]
    [TestCase("{ after: 1s, as: §Outage, kill: { zone: a } }", "steps[0].as", "lower-case letters")]
    [TestCase("{ after: 1s, §stop: { zone: a } }", "steps[0].stop", Built)]
    [TestCase("{ after: 1s, §pause: { zone: a } }", "steps[0].pause", Built)]
    [TestCase("{ after: 1s, §power-off: { zone: a } }", "steps[0].power-off", Built)]
    [TestCase("{ after: 1s, §power-on: { zone: a } }", "steps[0].power-on", Built)]
    [TestCase("{ after: 1s, §isolate: { zone: a } }", "steps[0].isolate", Built)]
    [TestCase("{ after: 1s, §slow: { zone: a } }", "steps[0].slow", Built)]
    [TestCase("{ after: 1s, §fill-disk: { zone: a } }", "steps[0].fill-disk", Built)]
    [TestCase("{ after: 1s, §wipe: { zone: a } }", "steps[0].wipe", Built)]
    [TestCase("{ after: 1s, §restart: { zone: a } }", "steps[0].restart", Built)]
    [TestCase("{ after: 1s, §upgrade: { zone: a } }", "steps[0].upgrade", Built)]
    [TestCase("{ after: 1s, §downgrade: { zone: a } }", "steps[0].downgrade", Built)]
    [TestCase("{ after: 1s, §kil: { zone: a } }", "steps[0].kil", "unknown key", "did you mean kill?")]
    [TestCase("§kill", "steps[0]", "expected a step such as")]
    [TestCase("§~", "steps[0]", "has no value")]
    public void AMistakeInAStepIsShown(string step, string key, params string[] words) =>
        Sample.HasOneProblem(Only(step), key, words);

    [TestCase("zone: §d", "zone", "unknown zone", "given d", "allowed: a, b, c")]
    [TestCase("zone: [a, §d]", "zone", "unknown zone")]
    [TestCase("zone: §[]", "zone", "expected a zone or a list of zones")]
    [TestCase("domain: §site-3", "domain", "did you mean site-1?", "allowed: site-1, site-2")]
    [TestCase("node: §kafka-a-2", "node", "unknown node", "allowed: zookeeper-a-1, kafka-a-1")]
    [TestCase("role: §leader", "role", "allowed: zookeeper-leader, controller")]
    [TestCase("same-as: §outage", "same-as", "no step above this one has that name")]
    [TestCase("zone-of: { zone: §d }", "zone-of.zone", "unknown zone")]
    [TestCase("zone-of: §a", "zone-of", "expected a target such as { zone: a }")]
    [TestCase("zone: a, §domain: site-1", "domain", "only one of node, zone, domain, role, zone-of, domain-of, same-as")]
    [TestCase("zone: a, only: §broker", "only", "allowed: kafka, zookeeper")]
    [TestCase("§random: zone", "random", "not built yet in this version; built: node, zone, domain, role, zone-of, domain-of, same-as")]
    [TestCase("§leader-of: orders/0", "leader-of", "not built yet in this version")]
    public void AMistakeInATargetIsShown(string target, string key, params string[] words) =>
        Sample.HasOneProblem(Only($"{{ after: 1s, kill: {{ {target} }} }}"), $"steps[0].kill.{key}", words);

    [Test]
    public void ATargetMustSayWhere() =>
        Sample.HasOneProblem(Only("{ after: 1s, kill: §{ only: kafka } }"), "steps[0].kill", "exactly one of node, zone");

    [TestCase("§{ role: zookeeper-leader, only: kafka }")]
    [TestCase("§{ node: kafka-a-1, only: zookeeper }")]
    public void ATargetThatMatchesNothingIsRefused(string target) =>
        Sample.HasOneProblem(Only($"{{ after: 1s, kill: {target} }}"), "steps[0].kill", "this target matches no node");

    [Test]
    public void NarrowingAZoneToWhatItLacksIsRefused() =>
        Sample.HasOneProblem(
            Only("{ after: 1s, kill: §{ zone: c, only: kafka } }").Replace("c: { zookeeper: 1, kafka: 1 }", "c: { zookeeper: 1 }", StringComparison.Ordinal).Replace("replication: 3", "replication: 2", StringComparison.Ordinal),
            "steps[0].kill",
            "this target matches no node");

    [TestCase("steps: §[]")]
    [TestCase("steps: §{}")]
    [TestCase("steps:§")]
    public void ThereIsAtLeastOneStep(string steps) =>
        Sample.HasOneProblem(Sample.With($"steps:\n{Sample.Kill}\n{Sample.Start}", steps), "steps", "expected a list of steps");

    [Test]
    public void TwoStepsCannotHaveOneName() =>
        Sample.HasOneProblem(Only("{ after: 1s, as: x, kill: { zone: a } }", "{ after: 1s, as: §x, kill: { zone: b } }"), "steps[1].as", "an earlier step has this name");

    [Test]
    public void AStepRefersBackOnly() => Sample.HasOneProblem(
        Only("{ after: 1s, as: x, kill: { zone: a } }", "{ after: 1s, start: { same-as: §y } }", "{ after: 1s, as: y, kill: { zone: b } }"),
        "steps[1].start.same-as",
        "no step above",
        "allowed: x");

    [TestCase("{ after: 1s, start: §{ zone: a } }")]
    [TestCase("{ after: 1s, kill: { zone: b } }", "{ after: 1s, start: §{ zone: a } }")]
    [TestCase("{ after: 1s, kill: { zone: b } }", "{ after: 1s, start: §{ zone: [a, b] } }")]
    [TestCase("{ after: 1s, kill: { zone: a } }", "{ after: 1s, start: { zone: a } }", "{ after: 1s, start: §{ zone: a } }")]
    [TestCase("{ after: 1s, kill: { role: zookeeper-leader } }", "{ after: 1s, start: §{ node: kafka-a-1 } }")]
    public void AStartOfWhatNothingKilledIsRefused(params string[] steps) =>
        Sample.HasOneProblem(Only(steps), $"steps[{steps.Length - 1}].start", "no earlier step killed");

    [Test]
    public void AStartOfARoleIsRefused() =>
        Sample.HasOneProblem(Only("{ after: 1s, kill: { role: controller } }", "{ after: 1s, start: §{ role: controller } }"), "steps[1].start", "who holds a role is running");

    [Test]
    public void AKillOfWhatIsDeadIsRefused() =>
        Sample.HasOneProblem(Only("{ after: 1s, kill: { domain: site-1 } }", "{ after: 1s, kill: §{ zone: a } }"), "steps[1].kill", "an earlier step killed all of this");

    [TestCase("{ after: 1s, kill: { domain: site-1 } }", "{ after: 1s, start: { zone: a } }", "{ after: 1s, start: { zone: b } }")]
    [TestCase("{ after: 1s, kill: { role: controller } }", "{ after: 1s, start: { node: kafka-b-1 } }")]
    [TestCase("{ after: 1s, kill: { zone: a } }", "{ after: 1s, start: { zone: a } }", "{ after: 1s, kill: { zone: a } }")]
    [TestCase("{ after: 1s, kill: { zone: a } }", "{ after: 1s, kill: { zone: [a, b] } }")]
    [TestCase("{ after: 1s, kill: { zone-of: { role: controller }, only: kafka } }", "{ after: 1s, start: { zone-of: { role: zookeeper-leader } } }")]
    public void WhatTheFileCannotDecideIsLeftToTheRun(params string[] steps) =>
        Assert.That(Sample.Read(Only(steps)).Problems, Is.Empty);

    private static string Only(params string[] steps) =>
        Sample.With($"{Sample.Kill}\n{Sample.Start}", string.Join("\n", steps.Select(step => $"  - {step}")));
}
