using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class FaultFactsTests
{
    private static readonly Kernel Bare = new(new KernelView("", "", "", ""), null, LoopControl: false, Ext4: false);

    [Test]
    public void EveryFaultIsTold()
    {
        var told = FaultFacts.Of(Bare, []).Select(fact => fact.Subject).ToList();
        foreach (var fault in Enum.GetValues<Fault>().Where(fault => !fault.IsUndo()))
        {
            Assert.That(told, Has.Some.StartsWith($"fault {System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName($"{fault}")}"));
        }
    }

    [Test]
    public void WhatTheKernelLacksIsNamedWithItsRemedy()
    {
        var pause = FaultFacts.Of(Bare, []).Single(fact => fact.Subject == "fault pause");
        Assert.That((pause.State, pause.Seen, pause.Remedy), Is.EqualTo((FactState.Limited, "not possible: this kernel has no control-group freezer", "mount the control groups (version 2, or version 1 with freezer)")));
        Assert.That(FaultFacts.Of(Bare, []).Single(fact => fact.Subject == "fault kill"), Is.EqualTo(new MachineFact("fault kill", FactState.Good, "possible", "any engine", null)));
    }

    [Test]
    public void WithoutTheAgentsImageItsFaultsAreNotPossible()
    {
        var seen = FaultFacts.Of(Bare, [AgentFacts.Of(null, script: false, program: true)]).ToDictionary(fact => fact.Subject);
        foreach (var fault in (string[])["power-off", "isolate", "slow: delay", "slow: loss", "slow: rate", "fill-disk", "wipe"])
        {
            Assert.That(seen[$"fault {fault}"].Seen, Does.StartWith("not possible").And.Contain("agent's image: cannot be made: offline/images/build is not at hand"), fault);
        }

        Assert.That(seen["fault kill"].State, Is.EqualTo(FactState.Good));
    }

    [TestCase("kafkachaos/agent:1", true, true, "Good", "image kafkachaos/agent:1")]
    [TestCase(null, true, true, "Good", "no image yet; offline/images/build makes it")]
    [TestCase("kafkachaos/agent:1", false, true, "Limited", "offline/images/build is not at hand")]
    [TestCase(null, true, false, "Limited", "KafkaChaos.Agent.dll is not at hand")]
    public void TheAgentsImageIsAtHandOrCanBeMade(string? image, bool script, bool program, string state, string seen)
    {
        var fact = AgentFacts.Of(image, script, program);
        Assert.That(fact.State.ToString(), Is.EqualTo(state));
        Assert.That(fact.Seen, Does.Contain(seen));
    }

    [Test]
    public void AnEngineWithoutRootCannotBreakNetworksAndDisks()
    {
        var limit = new MachineFact("engine rights", FactState.Limited, "without root", "root", "run the engine as root");
        var seen = FaultFacts.Of(Bare, [limit]).ToDictionary(fact => fact.Subject);
        Assert.That(seen["fault isolate"].Seen, Does.Contain("engine rights: without root"));
        Assert.That(seen["fault stop"].State, Is.EqualTo(FactState.Good));
    }
}
