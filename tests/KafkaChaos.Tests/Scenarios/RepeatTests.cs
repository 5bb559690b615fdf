using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

/// <summary>Repetitions, and what steps may take together.</summary>
public sealed class RepeatTests
{
    [Test]
    public void ARepetitionIsUnrolledAndNamesBelongToTheirRound()
    {
        var steps = Read(
            "{ after: 1s, as: x, kill: { zone: c } }",
            "{ repeat: 2, steps: [ { after: 2s, start: { same-as: x } }, { after: 3s, as: x, kill: { zone: c } } ] }",
            "{ after: 4s, kill: { same-as: x, only: kafka } }".Replace("kill", "isolate", StringComparison.Ordinal));
        Assert.That(
            steps.Select(step => $"{step.After.TotalSeconds} {step.Name} {step.Fault} {(step.Target as Target.SameAs)?.Step}"),
            Is.EqualTo((string[])["1 x Kill ", "2  Start x", "3 x.1 Kill ", "2  Start x", "3 x.2 Kill ", "4  Isolate x"]));
    }

    [Test]
    public void RepetitionsStandInRepetitions()
    {
        var steps = Read("{ repeat: 2, steps: [ { after: 1s, as: x, kill: { zone: a } }, { repeat: 2, steps: [ { after: 1s, as: x, isolate: { zone: b } }, { after: 1s, heal: { same-as: x } } ] }, { after: 1s, start: { same-as: x } } ] }");
        Assert.That(steps, Has.Count.EqualTo(12));
        Assert.That(steps.Where(step => step.Name is not null).Select(step => step.Name), Is.EqualTo((string[])["x.1", "x.2", "x.3", "x.4", "x.5", "x.6"]));
        Assert.That(
            steps.Select(step => step.Target).OfType<Target.SameAs>().Select(same => same.Step),
            Is.EqualTo((string[])["x.2", "x.3", "x.1", "x.5", "x.6", "x.4"]), "the nearest earlier one of the round");
    }

    [TestCase("{ repeat: §0, steps: [ { after: 1s, kill: { zone: a } } ] }", "steps[0].repeat", "a whole number from 1 to 1000")]
    [TestCase("§{ repeat: 2 }", "steps[0].steps", "missing; expected a list of steps")]
    [TestCase("§{ steps: [ { after: 1s, kill: { zone: a } } ] }", "steps[0].repeat", "missing")]
    [TestCase("{ repeat: 2, steps: §[] }", "steps[0].steps", "empty")]
    [TestCase("{ repeat: 2, §after: 1s, steps: [ { after: 1s, kill: { zone: a } }, { after: 1s, start: { zone: a } } ] }", "steps[0].after", "unknown key", "allowed: repeat, steps")]
    [TestCase("{ repeat: 3, steps: [ { after: 1s, kill: { zone: §d } } ] }", "steps[0].steps[0].kill.zone", "unknown zone")]
    [TestCase("{ repeat: 3, steps: [ { after: 1s, kill: §{ zone: a } } ] }", "steps[0].steps[0].kill", "all of this is down", "(in round 2 of the repetition)")]
    [TestCase("{ repeat: 3, steps: [ { after: 1s, upgrade: { node: kafka-a-1, to: §3.9.3 } } ] }", "steps[0].steps[0].upgrade.to", "kafka-a-1 runs 3.9.3", "(in round 2 of the repetition)")]
    [TestCase("{ repeat: 3, steps: [ { after: 1s, as: x, restart: { zone: a } }, { after: 1s, as: §x, restart: { zone: b } } ] }", "steps[0].steps[1].as", "an earlier step has this name")]
    [TestCase("{ repeat: §501, steps: [ { after: 1s, restart: { zone: a } }, { after: 1s, restart: { zone: b } } ] }", "steps[0].repeat", "at most 1000 steps")]
    public void AMistakeInARepetitionIsShownOnce(string step, string key, params string[] words) =>
        Sample.HasOneProblem(Sample.Steps(step), key, words);

    [Test]
    public void NamesInARepetitionAreNotSeenBehindIt() => Sample.HasOneProblem(
        Sample.Steps("{ repeat: 2, steps: [ { after: 1s, as: x, kill: { zone: a } }, { after: 1s, start: { same-as: x } } ] }", "{ after: 1s, kill: { same-as: §x } }"),
        "steps[1].kill.same-as",
        "no step above this one has that name");

    [Test]
    public void NestedRepetitionsCannotExplode() => Assert.That(
        Sample.Read(Sample.Steps("{ repeat: 1000, steps: [ { repeat: 1000, steps: [ { repeat: 1000, steps: [ { after: 1s, restart: { zone: a } } ] } ] } ] }")).Problems.Select(problem => problem.Message),
        Has.All.EqualTo("unrolled, a scenario has at most 1000 steps"));

    [Test]
    public void StepsThatCannotEndBeforeTheDeadlineAreRefused()
    {
        var steps = Sample.Steps("{ repeat: 3, steps: [ { after: 10s, kill: { zone: a } }, { when: full-in-sync, within: 1m, start: { zone: a } } ] }");
        Sample.HasOneProblem("deadline: §209s\n" + steps, "deadline", "the steps' own times are 210s together", "given 209s");
        var scenario = Sample.Read("deadline: 210s\nseed: 7\n" + steps).Scenario!;
        Assert.That((scenario.Deadline, scenario.Seed), Is.EqualTo(((TimeSpan?)TimeSpan.FromSeconds(210), 7)));
        scenario = Sample.Read(steps).Scenario!;
        Assert.That((scenario.Deadline, scenario.Seed), Is.EqualTo(((TimeSpan?)null, 1)));
        Sample.HasOneProblem("seed: §-1\n" + steps, "seed", "a whole number from 0");
    }

    private static IReadOnlyList<Step> Read(params string[] steps)
    {
        var result = Sample.Read(Sample.Steps(steps));
        Assert.That(result.Problems, Is.Empty);
        return result.Scenario!.Steps;
    }
}
