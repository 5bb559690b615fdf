using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Faults and undos that cannot bite, after the steps before them.</summary>
public sealed class StepOrderTests
{
    [TestCase("{ after: 1s, start: §{ zone: a } }")]
    [TestCase("{ after: 1s, kill: { zone: b } }", "{ after: 1s, start: §{ zone: a } }")]
    [TestCase("{ after: 1s, kill: { zone: b } }", "{ after: 1s, start: §{ zone: [a, b] } }")]
    [TestCase("{ after: 1s, kill: { zone: a } }", "{ after: 1s, start: { zone: a } }", "{ after: 1s, start: §{ zone: a } }")]
    [TestCase("{ after: 1s, kill: { role: zookeeper-leader } }", "{ after: 1s, start: §{ node: kafka-a-1 } }")]
    public void AStartOfWhatNothingKilledIsRefused(params string[] steps) =>
        Sample.HasOneProblem(Sample.Steps(steps), $"steps[{steps.Length - 1}].start", "no earlier step killed");

    [Test]
    public void AStartOfARoleIsRefused() =>
        Sample.HasOneProblem(Sample.Steps("{ after: 1s, kill: { role: controller } }", "{ after: 1s, start: §{ role: controller } }"), "steps[1].start", "who holds a role is running");

    [Test]
    public void AKillOfWhatIsDeadIsRefused() =>
        Sample.HasOneProblem(Sample.Steps("{ after: 1s, kill: { domain: site-1 } }", "{ after: 1s, kill: §{ zone: a } }"), "steps[1].kill", "all of this is down since an earlier step");

    [TestCase("{ after: 1s, kill: { domain: site-1 } }", "{ after: 1s, start: { zone: a } }", "{ after: 1s, start: { zone: b } }")]
    [TestCase("{ after: 1s, kill: { role: controller } }", "{ after: 1s, start: { node: kafka-b-1 } }")]
    [TestCase("{ after: 1s, kill: { zone: a } }", "{ after: 1s, start: { zone: a } }", "{ after: 1s, kill: { zone: a } }")]
    [TestCase("{ after: 1s, kill: { zone: a } }", "{ after: 1s, kill: { zone: [a, b] } }")]
    [TestCase("{ after: 1s, kill: { zone-of: { role: controller }, only: kafka } }", "{ after: 1s, start: { zone-of: { role: zookeeper-leader } } }")]
    public void WhatTheFileCannotDecideIsLeftToTheRun(params string[] steps) =>
        Assert.That(Sample.Read(Sample.Steps(steps)).Problems, Is.Empty);

    [TestCase("stop", "start", "killed or stopped")]
    [TestCase("pause", "resume", "paused")]
    [TestCase("power-off", "power-on", "powered off")]
    [TestCase("isolate", "heal", "isolated or slowed")]
    [TestCase("fill-disk", "empty", "filled the disk of")]
    public void EveryUndoNeedsItsFault(string fault, string undo, string done)
    {
        Sample.HasOneProblem(Sample.Steps($"{{ after: 1s, {undo}: §{{ zone: a }} }}"), $"steps[0].{undo}", $"no earlier step {done} kafka-a-1, zookeeper-a-1");
        Sample.HasOneProblem(
            Sample.Steps($"{{ after: 1s, {fault}: {{ zone: a }} }}", $"{{ after: 1s, {undo}: §{{ zone: [a, b] }} }}"),
            $"steps[1].{undo}",
            $"no earlier step {done} kafka-b-1, zookeeper-b-1");
        Sample.HasOneProblem(
            Sample.Steps($"{{ after: 1s, {fault}: {{ zone: a }} }}", $"{{ after: 1s, {undo}: {{ zone: a }} }}", $"{{ after: 1s, {undo}: §{{ zone: a }} }}"),
            $"steps[2].{undo}",
            $"no earlier step {done}");
        Right($"{{ after: 1s, as: x, {fault}: {{ random: zone }} }}", $"{{ after: 1s, {undo}: {{ same-as: x }} }}", $"{{ after: 1s, {fault}: {{ zone: a }} }}");
    }

    [TestCase("stop", "all of this is down")]
    [TestCase("pause", "all of this is paused")]
    [TestCase("power-off", "all of this is off")]
    [TestCase("isolate", "all of this is isolated at least so")]
    [TestCase("fill-disk", "the disks of all of this are full")]
    public void AFaultOnWhatIsInItsStateIsRefused(string fault, string message) =>
        Sample.HasOneProblem(
            Sample.Steps($"{{ after: 1s, {fault}: {{ domain: site-1 }} }}", $"{{ after: 1s, {fault}: §{{ zone: a }} }}"), $"steps[1].{fault}", message);

    [TestCase("power-off", "kill", "all of this is down")]
    [TestCase("kill", "stop", "all of this is down")]
    [TestCase("kill", "pause", "all of this is down")]
    [TestCase("kill", "restart", "kafka-a-1, zookeeper-a-1 are down since an earlier step")]
    [TestCase("power-off", "restart", "are down since an earlier step")]
    [TestCase("stop", "wipe", "are down since an earlier step")]
    [TestCase("pause", "start", "no earlier step killed or stopped")]
    [TestCase("slow", "start", "no earlier step killed or stopped")]
    [TestCase("power-off", "start", "no earlier step killed or stopped")]
    [TestCase("kill", "power-on", "no earlier step powered off")]
    [TestCase("kill", "heal", "no earlier step isolated or slowed")]
    [TestCase("wipe", "start", "no earlier step killed or stopped")]
    public void WhatDoesNotFollowIsRefused(string first, string second, string message) =>
        Sample.HasOneProblem(
            Sample.Steps($"{{ after: 1s, {first}: {{ zone: a{(first == "slow" ? ", delay: 5ms" : "")} }} }}", $"{{ after: 1s, {second}: §{{ zone: a }} }}"), $"steps[1].{second}", message);

    [Test]
    public void AnUpgradeOfWhatIsDownIsRefused() => Sample.HasOneProblem(
        Sample.Steps("{ after: 1s, stop: { node: kafka-a-1 } }", "{ after: 1s, upgrade: §{ only: kafka, zone: [a, b], to: 3.9.9 } }"),
        "steps[1].upgrade",
        "kafka-a-1 is down since an earlier step");

    [TestCase("{ after: 1s, kill: { zone: a } }", "{ after: 1s, power-off: { zone: a } }", "{ after: 1s, power-on: { zone: a } }", "{ after: 1s, restart: { zone: a } }")]
    [TestCase("{ after: 1s, pause: { zone: a } }", "{ after: 1s, kill: { zone: a } }", "{ after: 1s, start: { zone: a } }", "{ after: 1s, pause: { zone: a } }")]
    [TestCase("{ after: 1s, isolate: { zone: a } }", "{ after: 1s, slow: { zone: a, delay: 5ms } }", "{ after: 1s, heal: { zone: a } }", "{ after: 1s, isolate: { zone: a } }")]
    [TestCase("{ after: 1s, isolate: { zone: a, from: peers } }", "{ after: 1s, isolate: { zone: a, from: [peers, clients] } }")]
    [TestCase("{ after: 1s, isolate: { zone: a, direction: in } }", "{ after: 1s, isolate: { zone: a, direction: out } }")]
    [TestCase("{ after: 1s, slow: { zone: a, delay: 5ms, toward: { zone: b } } }", "{ after: 1s, slow: { zone: a, loss: 1%, toward: { zone: c } } }")]
    [TestCase("{ after: 1s, isolate: { zone: a } }", "{ after: 1s, kill: { zone: a } }", "{ after: 1s, heal: { zone: a } }", "{ after: 1s, start: { zone: a } }")]
    [TestCase("{ after: 1s, fill-disk: { zone: a } }", "{ after: 1s, wipe: { zone: a } }", "{ after: 1s, fill-disk: { zone: a } }")]
    [TestCase("{ after: 1s, kill: { random: node } }", "{ after: 1s, restart: { zone: a } }", "{ after: 1s, kill: { random: node } }")]
    [TestCase("{ after: 1s, fill-disk: { zone: a } }", "{ after: 1s, kill: { zone: a } }", "{ after: 1s, empty: { zone: a } }", "{ after: 1s, kill: { zone: a } }")]
    [TestCase("{ after: 1s, fill-disk: { zone: a } }", "{ after: 1s, kill: { zone: a } }", "{ after: 1s, start: { zone: a } }", "{ after: 1s, empty: { zone: a } }")]
    public void WhatFollowsIsRead(params string[] steps) => Right(steps);

    [Test]
    public void AStartOfWhatAnEmptiedDiskBroughtBackIsRefused() => Sample.HasOneProblem(
        Sample.Steps("{ after: 1s, fill-disk: { zone: a } }", "{ after: 1s, kill: { zone: a } }", "{ after: 1s, empty: { zone: a } }", "{ after: 1s, start: §{ zone: a } }"),
        "steps[3].start",
        "no earlier step killed or stopped");

    [TestCase("{ zone: a, from: [peers, clients] }", "{ zone: a, from: clients }")]
    [TestCase("{ zone: a }", "{ zone: a, from: zookeeper, direction: in }")]
    [TestCase("{ zone: a, direction: in }", "{ zone: a, from: zookeeper, direction: in }")]
    public void AnIsolationWithinAnEarlierOneIsRefused(string first, string second) =>
        Sample.HasOneProblem(Sample.Steps($"{{ after: 1s, isolate: {first} }}", $"{{ after: 1s, isolate: §{second} }}"), "steps[1].isolate", "isolated at least so");

    [Test]
    public void SlownessTowardEverybodyIsNotDoneTwice() => Sample.HasOneProblem(
        Sample.Steps("{ after: 1s, slow: { zone: a, delay: 5ms } }", "{ after: 1s, slow: §{ zone: a, loss: 5% } }"), "steps[1].slow", "slow toward everybody");

    [TestCase("start", "kill")]
    [TestCase("power-on", "power-off")]
    [TestCase("resume", "pause")]
    public void AnUndoOfWhoHoldsARoleIsRefused(string undo, string fault) => Sample.HasOneProblem(
        Sample.Steps($"{{ after: 1s, {fault}: {{ leader-of: orders/0 }} }}", $"{{ after: 1s, {undo}: §{{ leader-of: orders/0 }} }}"), $"steps[1].{undo}", "who holds a role is running");

    [TestCase("start", "kill", "random: zone")]
    [TestCase("heal", "isolate", "zone-of: { random: node }")]
    [TestCase("empty", "fill-disk", "domain-of: { random: node }")]
    public void AnUndoOfARandomChoiceIsRefused(string undo, string fault, string target) => Sample.HasOneProblem(
        Sample.Steps($"{{ after: 1s, {fault}: {{ {target} }} }}", $"{{ after: 1s, {undo}: §{{ {target} }} }}"), $"steps[1].{undo}", "chosen anew, it would go elsewhere");

    private static void Right(params string[] steps) => Assert.That(Sample.Read(Sample.Steps(steps)).Problems, Is.Empty);
}
