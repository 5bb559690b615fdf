using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

public sealed class PreconditionTests
{
    [TestCase(Fault.Kill, true, NodeState.Well, true)]
    [TestCase(Fault.Kill, true, NodeState.Paused, true)]
    [TestCase(Fault.Kill, true, NodeState.Isolated, true)]
    [TestCase(Fault.Stop, true, NodeState.Well, false)]
    [TestCase(Fault.Pause, true, NodeState.Well, false)]
    [TestCase(Fault.Resume, true, NodeState.Paused, false)]
    [TestCase(Fault.Start, false, NodeState.Dead, false)]
    [TestCase(Fault.Start, false, NodeState.Dead | NodeState.Isolated, true)]
    [TestCase(Fault.PowerOff, true, NodeState.Well, true)]
    [TestCase(Fault.PowerOff, true, NodeState.Paused, true)]
    [TestCase(Fault.PowerOff, false, NodeState.Dead, true)]
    [TestCase(Fault.PowerOn, false, NodeState.Off, true)]
    [TestCase(Fault.Isolate, false, NodeState.Dead, true)]
    [TestCase(Fault.Heal, true, NodeState.Slow, true)]
    [TestCase(Fault.Heal, false, NodeState.Isolated | NodeState.Off, true)]
    [TestCase(Fault.FillDisk, true, NodeState.Well, true)]
    [TestCase(Fault.Empty, false, NodeState.Full, true)]
    [TestCase(Fault.Wipe, true, NodeState.Well, true)]
    [TestCase(Fault.Restart, true, NodeState.Well, false)]
    public void WhatCanBiteIsLetThrough(Fault fault, bool running, NodeState state, bool agent) =>
        Assert.That(Preconditions.Objection(fault, running, state, agent), Is.Null);

    [TestCase(Fault.Kill, false, NodeState.Well, true, "does not run")]
    [TestCase(Fault.Kill, true, NodeState.Paused, false, "without the agent")]
    [TestCase(Fault.Stop, false, NodeState.Dead, true, "does not run")]
    [TestCase(Fault.Stop, true, NodeState.Paused, true, "paused")]
    [TestCase(Fault.Restart, false, NodeState.Dead, true, "does not run")]
    [TestCase(Fault.Wipe, true, NodeState.Paused, true, "paused")]
    [TestCase(Fault.Pause, false, NodeState.Dead, true, "does not run")]
    [TestCase(Fault.Pause, true, NodeState.Paused, true, "paused already")]
    [TestCase(Fault.Resume, true, NodeState.Well, true, "not paused")]
    [TestCase(Fault.PowerOff, false, NodeState.Off, true, "off already")]
    [TestCase(Fault.PowerOn, false, NodeState.Dead, true, "not off")]
    [TestCase(Fault.Start, true, NodeState.Well, true, "runs already")]
    [TestCase(Fault.Start, true, NodeState.Paused, true, "resume it")]
    [TestCase(Fault.Start, false, NodeState.Off, true, "power it on")]
    [TestCase(Fault.Heal, true, NodeState.Well, true, "neither isolated nor slow")]
    [TestCase(Fault.FillDisk, true, NodeState.Full, true, "full already")]
    [TestCase(Fault.FillDisk, false, NodeState.Dead, true, "would not show")]
    [TestCase(Fault.Empty, true, NodeState.Well, true, "not filled")]
    [TestCase(Fault.Empty, false, NodeState.Full | NodeState.Off, true, "power it on")]
    public void WhatCannotBiteIsRefusedWithItsReason(Fault fault, bool running, NodeState state, bool agent, string reason) =>
        Assert.That(Preconditions.Objection(fault, running, state, agent), Does.Contain(reason));
}
