using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>What the agent does to processes, and in which order.</summary>
public sealed class DeskCommandTests(int version, bool systemd) : DeskFixture(version, systemd)
{
    private string Zone => Groups.Zone("a");

    private string One => Groups.Node("one");

    private string Two => Groups.Node("two");

    private string Three => Groups.Node("three");

    [Test]
    public void APauseFreezesTheZoneThenEachNodeAndThawsTheZone()
    {
        Do(new AgentRequest.Freeze(Lines(Zone), Lines(One, Two)));
        Did(Groups.Freeze(Zone), Groups.Freeze(One), Groups.Freeze(Two), Groups.Thaw(Zone));
        Assert.That(Groups.Frozen, Is.EqualTo(Lines(One, Two)));
    }

    [Test]
    public void APauseOfPartOfAZoneFreezesItsNodesAlone()
    {
        Do(new AgentRequest.Freeze(Lines(One, Three), Lines(One, Three)));
        Did(Groups.Freeze(One), Groups.Freeze(Three));
    }

    [Test]
    public void AThawIsOfTheNodesThatItNames()
    {
        Do(new AgentRequest.Freeze(Lines(Zone), Lines(One, Two)));
        Do(new AgentRequest.Thaw(Lines(One)));
        Did(Groups.Thaw(One));
        Assert.That(Groups.Frozen, Is.EqualTo(Lines(Two)));
    }

    [Test]
    public void AKillIsOfEveryProcessWhileAllStandStill()
    {
        var answer = Do(new AgentRequest.Kill(Lines(Zone), Lines(One, Two)));
        Did(Groups.Freeze(Zone), "kill -KILL 11", "kill -KILL 21", "kill -KILL 22", Groups.Thaw(Zone));
        Assert.That(answer.Deaths.Select(death => (death.Group, death.Process)), Is.EquivalentTo(new[] { (One, 11), (Two, 21), (Two, 22) }));
        Assert.That(new[] { answer.Began, answer.Done, answer.Deaths[0].At }, Is.Ordered);
    }

    [Test]
    public void WhatHasToStopOrToDieRunsBeforeAllOthers()
    {
        Groups.Weigh();
        Do(new AgentRequest.Freeze(Lines(Three), Lines(Three)));
        Did([Groups.StepBack(Three), Groups.Freeze(Three), .. Groups.Prefer(Three), .. Groups.Level(Three)]);
        Do(new AgentRequest.Kill(Lines(Zone), Lines(One)));
        Did([Groups.StepBack(Zone), Groups.Freeze(Zone), .. Groups.Prefer(Zone), .. Groups.Level(Zone), "kill -KILL 11", Groups.StepBack(Zone), Groups.Thaw(Zone), .. Groups.Prefer(Zone), .. Groups.Level(Zone)]);
    }

    [Test]
    public void WhatIsNotToDieAfterAllDoesNotRunBeforeOthers()
    {
        Groups.Weigh();
        Machine.Refuse("kill -KILL");
        Refused(new AgentRequest.Kill(Lines(Zone), Lines(One, Two)));
        Did([Groups.StepBack(Zone), Groups.Freeze(Zone), .. Groups.Prefer(Zone), .. Groups.Level(Zone), "kill -KILL 11", Groups.Thaw(Zone)]);
    }

    [Test]
    public void WhatFailsWhileTheRunStepsBackLeavesItItsWeight()
    {
        Groups.Weigh();
        Machine.Refuse(Groups.Freeze(Zone));
        Refused(new AgentRequest.Kill(Lines(Zone), Lines(One)));
        Did([Groups.StepBack(Zone), Groups.Freeze(Zone), .. Groups.Level(Zone).Take(1), Groups.Thaw(Zone)]);
    }

    [Test]
    public void AGroupThatGoesAwayWhileItIsGivenAWeightHasDied()
    {
        Groups.Weigh();
        var lost = Groups.Prefer(Three).Last();
        Machine.Lose(lost);
        var answer = Desk.Answer(new AgentRequest.Kill(Lines(Three), Lines(Three)));
        Assert.That(answer.Error, Is.Null);
        Assert.That(answer.Deaths.Select(death => death.Group), Is.EqualTo(Lines(Three)));
        Assert.That(answer.Commands.Select(Machine.Short), Has.Member($"{lost} # No such device").And.Member(Groups.Thaw(Three)));
        Assert.That(answer.Commands.Select(Machine.Short).TakeLast(3), Is.SubsetOf(Groups.Level(Three)), "those that it was in have their own again");
    }

    [Test]
    public void AKillOfPausedNodesThawsThemBeforeTheirZone()
    {
        Do(new AgentRequest.Freeze(Lines(Zone), Lines(One, Two)));
        Do(new AgentRequest.Kill(Lines(Zone), Lines(One, Two)));
        Did(Groups.Freeze(Zone), "kill -KILL 11", "kill -KILL 21", "kill -KILL 22", Groups.Thaw(One), Groups.Thaw(Two), Groups.Thaw(Zone));
        Assert.That(Groups.Frozen, Is.Empty);
    }

    [Test]
    public void WhenItLeavesItThawsWhatItFroze()
    {
        Do(new AgentRequest.Freeze(Lines(Zone), Lines(One, Two)));
        Do(new AgentRequest.Thaw(Lines(One)));
        Groups.End(One);
        Machine.Forget();
        Desk.Leave();
        Did(Groups.Thaw(Two));
    }

    [Test]
    public void WhatIsNotItsRunsIsRefusedAndNothingIsDone()
    {
        foreach (var group in new[] { Groups.Foreign, Groups.Agent, $"{Zone}/../../../{Groups.Foreign}", $"kafkachaos-{PaperGroups.Run}", "" })
        {
            foreach (var request in OfGroup(group))
            {
                Assert.That(Refused(request), Is.EqualTo($"{group} is no control group of run {PaperGroups.Run}"), $"{request}");
                Did();
            }
        }
    }

    [Test]
    public void AGroupThatIsGoneIsNamedAndNothingIsDone()
    {
        Groups.End(Three);
        foreach (var request in new AgentRequest[] { new AgentRequest.Freeze(Lines(Zone, Three), Lines(One, Two, Three)), new AgentRequest.Thaw(Lines(Three)), new AgentRequest.Kill(Lines(Three), Lines(Three)) })
        {
            Assert.That(Refused(request), Is.EqualTo($"{Three} is not there"));
            Did();
        }
    }

    [Test]
    public void WhatFailsHalfWayLeavesNothingFrozen()
    {
        Machine.Refuse(Groups.Freeze(Three));
        Assert.That(Refused(new AgentRequest.Freeze(Lines(Zone, Three), Lines(One, Two, Three))), Does.EndWith("refused"));
        Assert.That(Groups.Frozen, Is.Empty);
    }

    // Every request that names groups.
    private static IEnumerable<AgentRequest> OfGroup(string group) =>
    [
        new AgentRequest.Freeze(Lines(group), Lines(group)),
        new AgentRequest.Thaw(Lines(group)),
        new AgentRequest.Kill(Lines(group), Lines(group)),
        new AgentRequest.PowerOff(Lines(group), [new PoweredNode(group, group, "one")]),
        new AgentRequest.FillDisk("one", group),
        new AgentRequest.EmptyDisk("one", group),
        new AgentRequest.SetRules("cut1", [new SandboxRules(group, [], [])], Last: false),
        new AgentRequest.DropRules("cut1", Lines(group)),
        new AgentRequest.CountPackets("cut1", Lines(group)),
        new AgentRequest.DelayPackets("slow1", 1, 1, 0, 0, Lines(group)),
        new AgentRequest.ReleasePackets("slow1", Lines(group)),
        new AgentRequest.LimitRates(1, 1000, [new SandboxRate(group, null, [])]),
        new AgentRequest.FreeRates(1, Lines(group)),
        new AgentRequest.CountLimited(1, Lines(group)),
        new AgentRequest.CountSent(Lines(group)),
        new AgentRequest.FindRemains(Lines(group)),
    ];
}
